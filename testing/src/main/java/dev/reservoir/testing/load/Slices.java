package dev.reservoir.testing.load;

import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.Slice;
import dev.reservoir.log.StorageException;
import dev.reservoir.wire.batch.BatchView;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads partitions as a consumer does: slice by slice. */
public final class Slices {
    private Slices() {}

    /** Everything in a slice, which stays open. */
    public static ByteBuffer bytes(Slice slice) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(slice.length());
        while (all.hasRemaining()) {
            int count = slice.read(all, all.position());
            if (count <= 0) {
                throw new IOException(
                        "a slice of " + slice.length() + " bytes ended after " + all.position());
            }
        }
        return all.flip();
    }

    /**
     * The whole batches from the one that holds {@code from} on up to the offset {@code upTo}.
     *
     * @param maxBytes bound on each read
     */
    public static List<ByteBuffer> batches(PartitionStore store, long from, long upTo, int maxBytes)
            throws StorageException, IOException {
        List<ByteBuffer> found = new ArrayList<>();
        long at = from;
        while (at < upTo) {
            ByteBuffer bytes;
            try (Slice slice = store.read(at, maxBytes, true, upTo)) {
                bytes = bytes(slice);
            }
            List<ByteBuffer> whole = split(bytes);
            if (whole.isEmpty()) {
                break;
            }
            found.addAll(whole);
            at = BatchView.at(whole.getLast(), 0).nextOffset();
        }
        return found;
    }

    /** The whole batches between position and limit; what is cut off at the end is left out. */
    public static List<ByteBuffer> split(ByteBuffer bytes) {
        List<ByteBuffer> batches = new ArrayList<>();
        int at = bytes.position();
        while (bytes.limit() - at >= BatchView.HEADER_BYTES
                && BatchView.sizeAt(bytes, at) <= bytes.limit() - at) {
            BatchView view = BatchView.at(bytes, at);
            batches.add(view.bytes());
            at += view.sizeInBytes();
        }
        return batches;
    }
}
