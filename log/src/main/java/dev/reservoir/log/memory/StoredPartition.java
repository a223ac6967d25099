package dev.reservoir.log.memory;

import dev.reservoir.log.Extent;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.SavedState;
import dev.reservoir.log.StoreConfig;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What is durable of one partition. Outlives stores and engines; guarded by the engine's lock. */
final class StoredPartition {
    final PartitionId id;

    private final List<StoredExtent> extents = new ArrayList<>();
    private StoreConfig config = StoreConfig.DEFAULT;
    private long start;
    private long durable;
    private long end;
    private SavedState saved = SavedState.EMPTY;
    private @Nullable SavedState captured;

    StoredPartition(PartitionId id) {
        this.id = id;
    }

    /** What a crash leaves: durable things, without what was on its way. */
    StoredPartition copy() {
        StoredPartition copy = new StoredPartition(id);
        extents.forEach(extent -> copy.extents.add(extent.copy()));
        copy.config = config;
        copy.start = start;
        copy.durable = durable;
        copy.end = durable;
        copy.saved = saved;
        return copy;
    }

    Offsets offsets() {
        return new Offsets(start, durable, end);
    }

    void configure(StoreConfig layout) {
        config = layout;
    }

    /** An append was queued that ends at {@code next}. */
    void reserve(long next) {
        end = next;
    }

    void add(List<StoredBatch> batches, long next) {
        for (StoredBatch batch : batches) {
            if (extents.isEmpty() || extents.getLast().isFullFor(batch, config)) {
                extents.add(new StoredExtent(batch.base(), batch.base()));
            }
            extents.getLast().add(batch);
        }
        durable = next;
        end = Math.max(end, next);
        promote();
    }

    void trim(long newStart) {
        start = Math.max(start, newStart);
        while (extents.size() > 1 && extents.getFirst().next <= start) {
            extents.removeFirst();
        }
    }

    /** A checkpoint: closed extents are settled, the state counts once it is durable. */
    void checkpoint(@Nullable SavedState state) {
        if (state != null) {
            captured = state;
        }
        promote();
        for (StoredExtent extent : extents.subList(0, Math.max(0, extents.size() - 1))) {
            extent.settled = true;
        }
    }

    private void promote() {
        if (captured != null && captured.offset() <= durable) {
            saved = captured;
            captured = null;
        }
    }

    SavedState saved() {
        return saved;
    }

    List<Extent> describe() {
        return extents.stream().map(StoredExtent::describe).toList();
    }

    /**
     * The batches of one extent from the one that holds {@code offset} on, or the first behind it
     * where compaction left a gap, that lie below {@code upTo}.
     */
    List<StoredBatch> from(long offset, long upTo) {
        for (StoredExtent extent : extents) {
            if (extent.next > offset) {
                List<StoredBatch> found =
                        extent.batches.stream()
                                .filter(batch -> batch.next() > offset && batch.next() <= upTo)
                                .toList();
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }

    /** Base of the first batch that ends above the start and has this timestamp or a later one. */
    long find(long timestamp) {
        long wanted = timestamp == Long.MAX_VALUE ? largestTimestamp() : timestamp;
        return extents.stream()
                .flatMap(extent -> extent.batches.stream())
                .filter(batch -> batch.next() > start && batch.maxTimestamp() >= wanted)
                .mapToLong(StoredBatch::base)
                .findFirst()
                .orElse(-1);
    }

    private long largestTimestamp() {
        return extents.stream()
                .flatMap(extent -> extent.batches.stream())
                .filter(batch -> batch.next() > start)
                .mapToLong(StoredBatch::maxTimestamp)
                .max()
                .orElse(-1);
    }

    /**
     * @throws IllegalArgumentException when the range is not one of whole settled extents, or a
     *     batch lies outside it
     */
    void replace(long base, long next, List<StoredBatch> batches) {
        List<StoredExtent> old =
                extents.stream().filter(e -> e.base >= base && e.next <= next).toList();
        if (old.isEmpty()
                || old.getFirst().base != base
                || old.getLast().next != next
                || !old.stream().allMatch(extent -> extent.settled)) {
            throw new IllegalArgumentException(
                    "the range "
                            + base
                            + " to "
                            + next
                            + " is not one of settled extents of "
                            + id);
        }
        StoredExtent compacted = new StoredExtent(base, next);
        long last = base;
        for (StoredBatch batch : batches) {
            if (batch.base() < last || batch.next() > next) {
                throw new IllegalArgumentException(
                        "the batch at offset "
                                + batch.base()
                                + " is out of order or out of the range "
                                + base
                                + " to "
                                + next
                                + " of "
                                + id);
            }
            compacted.add(batch);
            last = batch.next();
        }
        compacted.settled = true;
        extents.set(extents.indexOf(old.getFirst()), compacted);
        extents.removeAll(old);
    }
}
