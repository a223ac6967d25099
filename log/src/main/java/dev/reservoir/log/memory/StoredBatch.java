package dev.reservoir.log.memory;

import dev.reservoir.wire.batch.BatchView;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** One batch with bytes of its own, and what its header says. */
record StoredBatch(long base, long next, long maxTimestamp, ByteBuffer bytes) {

    /** Copies the batches between position and limit. */
    static List<StoredBatch> copyOf(ByteBuffer batches) {
        ByteBuffer copy = ByteBuffer.allocate(batches.remaining()).put(batches.duplicate()).flip();
        List<StoredBatch> stored = new ArrayList<>();
        int at = 0;
        while (at < copy.limit()) {
            BatchView view = BatchView.at(copy, at);
            stored.add(
                    new StoredBatch(
                            view.baseOffset(),
                            view.nextOffset(),
                            view.maxTimestamp(),
                            view.bytes().asReadOnlyBuffer()));
            at += view.sizeInBytes();
        }
        return stored;
    }

    int size() {
        return bytes.limit();
    }
}
