package dev.reservoir.log.memory;

import dev.reservoir.log.Extent;
import dev.reservoir.log.StoreConfig;

import java.util.ArrayList;
import java.util.List;

/** A run of batches, as long as the layout lets it grow. Guarded by the engine's lock. */
final class StoredExtent {
    final long base;
    long next;
    boolean settled;
    final List<StoredBatch> batches;

    private long bytes;
    private long maxTimestamp = -1;

    StoredExtent(long base, long next) {
        this.base = base;
        this.next = next;
        this.batches = new ArrayList<>();
    }

    StoredExtent copy() {
        StoredExtent copy = new StoredExtent(base, next);
        batches.forEach(copy::add);
        copy.next = next;
        copy.settled = settled;
        return copy;
    }

    void add(StoredBatch batch) {
        batches.add(batch);
        next = Math.max(next, batch.next());
        bytes += batch.size();
        maxTimestamp = Math.max(maxTimestamp, batch.maxTimestamp());
    }

    /** Whether the batch belongs into a new extent. */
    boolean isFullFor(StoredBatch batch, StoreConfig config) {
        return !batches.isEmpty()
                && (bytes + batch.size() > config.segmentBytes()
                        || batch.maxTimestamp() - batches.getFirst().maxTimestamp()
                                > config.segmentMs());
    }

    Extent describe() {
        long first = batches.isEmpty() ? -1 : batches.getFirst().maxTimestamp();
        return new Extent(base, next, bytes, first, maxTimestamp, settled);
    }
}
