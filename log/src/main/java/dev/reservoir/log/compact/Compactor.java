package dev.reservoir.log.compact;

import dev.reservoir.log.AbortedTransaction;
import dev.reservoir.log.BatchReader;
import dev.reservoir.log.Extent;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.StorageException;
import dev.reservoir.wire.batch.BatchFilter;
import dev.reservoir.wire.batch.BatchOutput;
import dev.reservoir.wire.batch.RecordCursor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes one pass over a log. Extents are rewritten from the start of the log on, so that a value is
 * gone before the tombstone that outdates it can go, and a record before the marker of its
 * transaction. What lies behind the last settled extent stays as it is. Used by one thread.
 */
final class Compactor {
    private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);

    /** What is read, and what is written, in one go. */
    private static final int CHUNK_BYTES = 1 << 20;

    private final long mapBytes;
    private final KeyHash hash;
    private final Throttle throttle;
    private final InstantSource clock;

    /**
     * @param mapBytes memory that a pass may use for keys
     */
    Compactor(long mapBytes, KeyHash hash, Throttle throttle, InstantSource clock) {
        this.mapBytes = mapBytes;
        this.hash = hash;
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
        long began = clock.millis();
        long end = extents.getLast().next();
        List<AbortedTransaction> aborted = log.aborted(log.offsets().start(), end);
        try (KeyOffsets last = new KeyOffsets(mapBytes, hash)) {
            ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES);
            BatchReader dirty = new BatchReader(log.store(), dirtyFrom, end, buffer);
            long mapped = new KeyScan(last, dirtyFrom, throttle).scan(dirty, aborted, end);
            BatchFilter filter =
                    new BatchFilter(
                            began,
                            rules.deleteRetentionMs(),
                            mapped,
                            record -> isLatest(record, last));
            CompactionPass done;
            try (Pass pass = new Pass(log, filter, aborted)) {
                Rewriting rewriting = new Rewriting(log.store(), pass, buffer);
                long before = 0;
                long after = 0;
                for (List<Extent> group : groups(extents, mapped, rules.segmentBytes())) {
                    long bytes = group.stream().mapToLong(Extent::bytes).sum();
                    before += bytes;
                    after += rewriting.rewrite(group, bytes);
                }
                done = new CompactionPass(mapped, before, after, mapped >= end);
            }
            tell(log, done, last.keys(), clock.millis() - began);
            return done;
        }
    }

    private static void tell(PartitionLog log, CompactionPass done, long keys, long ms) {
        double megabytes = done.bytesBefore() / 1e6;
        LOG.info(
                "Compacted {} up to offset {}{}: {} bytes of {} stay, {} keys, {} s, {} MB/s",
                log.id(),
                done.cleanUpTo(),
                done.complete() ? "" : " (no memory for more keys, another pass goes on)",
                done.bytesAfter(),
                done.bytesBefore(),
                keys,
                ms / 1e3,
                String.format(Locale.ROOT, "%.1f", megabytes * 1e3 / Math.max(1, ms)));
    }

    /** A record without a key can never be outdated, and has no place in a compacted log. */
    private static boolean isLatest(RecordCursor record, KeyOffsets last) {
        return record.hasKey()
                && record.offset() >= last.last(record.bytes(), record.keyAt(), record.keyLength());
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

    /** Rewrites groups of extents, one after the other. */
    private final class Rewriting {
        private final PartitionStore store;
        private final Pass pass;
        private final ByteBuffer buffer;
        private final BatchOutput output = new BatchOutput(CHUNK_BYTES + (CHUNK_BYTES >> 2));

        Rewriting(PartitionStore store, Pass pass, ByteBuffer buffer) {
            this.store = store;
            this.pass = pass;
            this.buffer = buffer;
        }

        /**
         * @return bytes afterwards
         */
        long rewrite(List<Extent> group, long bytes) throws StorageException, InterruptedException {
            long base = group.getFirst().base();
            long next = group.getLast().next();
            if (store.offsets().start() >= next) {
                return 0;
            }
            TransactionTrace before = pass.mark();
            if (!read(base, next).changesAnything()) {
                return bytes;
            }
            pass.goBackTo(before);
            FilteredBatches left = read(base, next);
            try {
                store.replace(base, next, left);
            } catch (FilteredBatches.ReadFailure e) {
                throw unwrapped(e);
            } catch (IllegalArgumentException e) {
                if (store.offsets().start() <= base) {
                    throw e;
                }
                // Retention or DeleteRecords took extents away meanwhile.
                return bytes;
            }
            return left.bytes();
        }

        private FilteredBatches read(long base, long next) {
            long from = Math.max(base, store.offsets().start());
            BatchReader batches = new BatchReader(store, from, next, buffer);
            return new FilteredBatches(batches, pass, throttle, output, CHUNK_BYTES);
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
}
