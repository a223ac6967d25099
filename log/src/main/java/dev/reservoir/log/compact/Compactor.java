package dev.reservoir.log.compact;

import dev.reservoir.log.BatchReader;
import dev.reservoir.log.Extent;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.StorageException;
import dev.reservoir.wire.batch.BatchFilter;
import dev.reservoir.wire.batch.BatchRecords;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.CorruptBatchException;
import dev.reservoir.wire.batch.RecordView;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes one pass over a log. Extents are rewritten from the start of the log on, so that a value is
 * gone before the tombstone that outdates it can go. Control batches and transactional ones stay as
 * they are, as does everything behind the last settled extent. Used by one thread.
 */
final class Compactor {
    private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);

    private final int maxKeys;
    private final Throttle throttle;
    private final InstantSource clock;

    /**
     * @param maxKeys that one pass remembers, each at up to {@link KeyOffsets#BYTES_PER_KEY} bytes
     */
    Compactor(int maxKeys, Throttle throttle, InstantSource clock) {
        this.maxKeys = maxKeys;
        this.throttle = throttle;
        this.clock = clock;
    }

    /**
     * @param extents what may be compacted: settled, in order, without a gap
     * @param dirtyFrom first offset that no pass has looked at
     */
    CompactionPass pass(
            PartitionLog log, List<Extent> extents, CompactionRules rules, long dirtyFrom)
            throws StorageException, InterruptedException {
        PartitionStore store = log.store();
        KeyOffsets last = new KeyOffsets(maxKeys);
        long end = extents.getLast().next();
        try {
            long mapped = map(store, dirtyFrom, end, last);
            Work work =
                    new Work(store, filter(rules, last), clock.millis() - rules.producerIdleMs());
            long before = 0;
            long after = 0;
            for (List<Extent> group : groups(extents, mapped, rules.segmentBytes())) {
                long bytes = group.stream().mapToLong(Extent::bytes).sum();
                before += bytes;
                after += rewrite(work, group, bytes);
            }
            LOG.info(
                    "Compacted {} up to offset {}: {} bytes of {} stay",
                    log.id(),
                    mapped,
                    after,
                    before);
            return new CompactionPass(mapped, before, after, mapped >= end);
        } catch (FilteredBatches.ReadFailure e) {
            throw unwrapped(e);
        }
    }

    private static StorageException unwrapped(FilteredBatches.ReadFailure failure)
            throws InterruptedException {
        return switch (failure.getCause()) {
            case StorageException storage -> storage;
            case InterruptedException interrupted -> throw interrupted;
            case null, default -> throw failure;
        };
    }

    /**
     * Notes the last offset of each key, as far as there is room.
     *
     * @return the offset behind what was noted
     */
    private long map(PartitionStore store, long from, long end, KeyOffsets last)
            throws StorageException, InterruptedException {
        BatchReader batches = new BatchReader(store, from, end);
        long mapped = from;
        for (BatchView batch = batches.next(); batch != null; batch = batches.next()) {
            if (!last.isEmpty() && !last.hasRoomFor(batch.recordCount())) {
                return mapped;
            }
            throttle.used(batch.sizeInBytes());
            // A key that is not what was written would outdate another's only value.
            FilteredBatches.verify(batch);
            if (!batch.isControl() && !batch.isTransactional()) {
                note(batch, last);
            }
            mapped = batch.nextOffset();
        }
        return end;
    }

    private static void note(BatchView batch, KeyOffsets last) throws StorageException {
        try {
            BatchRecords.first(
                    batch,
                    record -> {
                        ByteBuffer key = record.key();
                        if (key != null) {
                            last.put(key, record.offset());
                        }
                        return false;
                    });
        } catch (CorruptBatchException e) {
            throw FilteredBatches.corrupt(batch, e);
        }
    }

    /** A record without a key can never be outdated, and has no place in a compacted log. */
    private BatchFilter filter(CompactionRules rules, KeyOffsets last) {
        return new BatchFilter(
                clock.millis(), rules.deleteRetentionMs(), record -> isLatest(record, last));
    }

    private static boolean isLatest(RecordView record, KeyOffsets last) {
        ByteBuffer key = record.key();
        return key != null && record.offset() >= last.last(key);
    }

    /** Neighbours that fit into one extent together, up to the one that holds {@code upTo}. */
    private static List<List<Extent>> groups(List<Extent> extents, long upTo, int segmentBytes) {
        List<List<Extent>> groups = new ArrayList<>();
        List<Extent> group = new ArrayList<>();
        long bytes = 0;
        for (Extent extent : extents) {
            if (extent.base() >= upTo) {
                break;
            }
            boolean fits =
                    !group.isEmpty()
                            && bytes + extent.bytes() <= segmentBytes
                            && extent.next() - group.getFirst().base() <= Integer.MAX_VALUE;
            if (!fits) {
                group = new ArrayList<>();
                groups.add(group);
                bytes = 0;
            }
            group.add(extent);
            bytes += extent.bytes();
        }
        return groups;
    }

    /**
     * @return bytes afterwards
     */
    private long rewrite(Work work, List<Extent> group, long bytes) throws StorageException {
        long base = group.getFirst().base();
        long next = group.getLast().next();
        if (!changes(work.read(base, next, throttle))) {
            return bytes;
        }
        FilteredBatches left = work.read(base, next, throttle);
        work.store.replace(base, next, left);
        return left.bytes();
    }

    /** Reads up to the first batch that would change: nothing is written that stays the same. */
    private static boolean changes(FilteredBatches left) {
        while (!left.changed() && left.hasNext()) {
            left.next();
        }
        return left.changed();
    }

    /** What a pass applies to every group of extents. */
    private record Work(PartitionStore store, BatchFilter filter, long producersSince) {
        FilteredBatches read(long base, long next, Throttle throttle) {
            long from = Math.max(base, store.offsets().start());
            return new FilteredBatches(
                    new BatchReader(store, from, next), filter, throttle, producersSince);
        }
    }
}
