package dev.reservoir.testing.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.AbortedTransaction;
import dev.reservoir.log.ActiveProducer;
import dev.reservoir.log.BatchReader;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException;
import dev.reservoir.wire.batch.BatchRecords;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.RecordView;
import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was written into a log, and what compaction may have made of it. */
final class CompactionModel {
    /**
     * @param marker offset of the marker of its transaction; -1 for a record outside of one, -2
     *     while it is open
     * @param aborted whether that is an abort
     */
    record Written(
            String key,
            @Nullable String value,
            long time,
            long producer,
            long marker,
            boolean aborted) {
        boolean counts() {
            return marker >= -1 && !aborted;
        }
    }

    /** Each may have a header left of its last marker. */
    private static final int PRODUCERS = 5;

    private static final long OUTSIDE = -1;
    private static final long OPEN = -2;

    private final TreeMap<Long, Written> all = new TreeMap<>();
    private final Map<Long, Long> markers = new HashMap<>();

    /** When a tombstone was first below the offset up to which a pass had cleaned. */
    private final Map<Long, Long> seenClean = new HashMap<>();

    static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(@Nullable ByteBuffer bytes) {
        return bytes == null ? "" : StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    void wrote(long offset, RecordView record, long producer, boolean inTransaction) {
        ByteBuffer value = record.value();
        all.put(
                offset,
                new Written(
                        text(record.key()),
                        value == null ? null : text(value),
                        record.timestamp(),
                        producer,
                        inTransaction ? OPEN : OUTSIDE,
                        false));
    }

    void ended(long producer, long marker, boolean committed) {
        markers.put(marker, producer);
        all.replaceAll((_, one) ->
                one.producer == producer && one.marker == OPEN
                        ? new Written(one.key, one.value, one.time, producer, marker, !committed)
                        : one);
    }

    /** What a reader of committed records folds out of the log between two offsets. */
    Map<String, String> fold(long from, long upTo) {
        Map<String, String> fold = new TreeMap<>();
        all.subMap(from, upTo).values().stream()
                .filter(Written::counts)
                .forEach(one -> put(fold, one.key, one.value));
        return fold;
    }

    static void put(Map<String, String> fold, String key, @Nullable String value) {
        if (value == null) {
            fold.remove(key);
        } else {
            fold.put(key, value);
        }
    }

    /** A reader of committed records, as Kafka's clients do it: at one batch after the other. */
    static final class Reader {
        final Map<String, String> fold = new TreeMap<>();
        final long from;
        long at;
        private final Set<Long> aborting = new HashSet<>();

        Reader(long from) {
            this.from = from;
            this.at = from;
        }

        /** Reads some batches, with the aborted transactions that the log tells of for them. */
        void read(PartitionLog log, int batches) throws StorageException {
            long upTo = log.stableOffset();
            at = Math.max(at, log.offsets().start());
            // Each fetch begins anew.
            aborting.clear();
            List<AbortedTransaction> aborted = new ArrayList<>(log.aborted(at, upTo));
            BatchReader reader = new BatchReader(log.store(), at, upTo);
            for (int i = 0; i < batches && at < upTo; i++) {
                BatchView batch = reader.next();
                at = batch == null ? upTo : batch.nextOffset();
                if (batch != null) {
                    take(batch, aborted);
                }
            }
        }

        private void take(BatchView batch, List<AbortedTransaction> aborted) {
            aborted.removeIf(one -> {
                boolean begun = one.firstOffset() <= batch.lastOffset();
                if (begun) {
                    aborting.add(one.producerId());
                }
                return begun;
            });
            if (batch.isControl()) {
                TransactionMarker marker = TransactionMarker.of(batch);
                if (marker != null && !marker.committed()) {
                    aborting.remove(batch.producerId());
                }
            } else if (!batch.isTransactional() || !aborting.contains(batch.producerId())) {
                BatchRecords.first(
                        batch,
                        record -> {
                            if (record.offset() >= from) {
                                ByteBuffer value = record.value();
                                put(fold, text(record.key()), value == null ? null : text(value));
                            }
                            return false;
                        });
            }
        }
    }

    void cleaned(long upTo, long now) {
        all.headMap(upTo)
                .forEach((offset, one) -> {
                    if (one.value == null) {
                        seenClean.putIfAbsent(offset, now);
                    }
                });
    }

    /** Holds what the log has against what was written. */
    void verify(PartitionLog log, long cleanUpTo, long now, long deleteRetentionMs)
            throws StorageException {
        long start = log.offsets().start();
        Set<Long> there = new HashSet<>();
        Set<Long> markersThere = new HashSet<>();
        Map<Long, Integer> lastSequences = new HashMap<>();
        Set<String> keys = new HashSet<>();
        long last = -1;
        BatchReader reader = new BatchReader(log.store(), start, log.offsets().durable());
        for (BatchView batch = reader.next(); batch != null; batch = reader.next()) {
            assertThat(batch.checksumMatches()).isTrue();
            assertThat(batch.baseOffset()).isGreaterThan(last);
            last = batch.lastOffset();
            if (batch.isControl()) {
                if (TransactionMarker.of(batch) != null) {
                    assertThat(markers).containsEntry(batch.baseOffset(), batch.producerId());
                    markersThere.add(batch.baseOffset());
                }
                continue;
            }
            if (batch.hasProducer()) {
                lastSequences.put(
                        batch.producerId(), batch.baseSequence() + batch.lastOffsetDelta());
            }
            BatchRecords.first(
                    batch,
                    record -> {
                        there.add(record.offset());
                        checkRecord(record);
                        boolean twice =
                                record.offset() >= start
                                        && record.offset() < cleanUpTo
                                        && !keys.add(text(record.key()));
                        assertThat(twice).as("%s twice below %d", record, cleanUpTo).isFalse();
                        return false;
                    });
        }
        checkTransactions(log, there, markersThere, cleanUpTo);
        checkTombstones(start, there, now, deleteRetentionMs);
        for (ActiveProducer producer : log.producers()) {
            if (lastOf(producer.producerId()) >= start) {
                assertThat(lastSequences)
                        .containsEntry(producer.producerId(), producer.lastSequence());
            }
        }
        Reader fresh = new Reader(start);
        fresh.read(log, Integer.MAX_VALUE);
        assertThat(fresh.fold).isEqualTo(fold(start, log.stableOffset()));
    }

    /**
     * Two passes later no aborted transaction without a batch is told of, and no marker is left.
     */
    void verifyNoneIsForgottenTooLate(PartitionLog log, long cleanUpTo) throws StorageException {
        long start = log.offsets().start();
        Set<Long> open = new HashSet<>();
        Set<Long> useless = new HashSet<>();
        BatchReader reader = new BatchReader(log.store(), start, cleanUpTo);
        for (BatchView batch = reader.next(); batch != null; batch = reader.next()) {
            if (!batch.isControl() && batch.isTransactional()) {
                open.add(batch.producerId());
            } else if (batch.isControl() && !open.remove(batch.producerId())) {
                useless.add(batch.baseOffset());
            }
        }
        assertThat(log.aborted(start, cleanUpTo))
                .noneMatch(one -> useless.contains(one.lastOffset()));
        assertThat(useless.size()).as("markers %s", useless).isLessThanOrEqualTo(PRODUCERS);
    }

    private long lastOf(long producer) {
        return all.descendingMap().entrySet().stream()
                .filter(entry -> entry.getValue().producer == producer)
                .mapToLong(Map.Entry::getKey)
                .findFirst()
                .orElse(-1);
    }

    private void checkRecord(RecordView record) {
        Written written = all.get(record.offset());
        assertThat(written).as("%s", record).isNotNull();
        ByteBuffer value = record.value();
        if (written != null) {
            assertThat(text(record.key())).isEqualTo(written.key);
            assertThat(value == null ? null : text(value)).isEqualTo(written.value);
            assertThat(record.timestamp()).isEqualTo(written.time);
        }
    }

    /** A marker stays as long as a record of its transaction; aborted records go. */
    private void checkTransactions(
            PartitionLog log, Set<Long> there, Set<Long> markersThere, long cleanUpTo)
            throws StorageException {
        there.forEach(offset -> {
            Written one = all.get(offset);
            if (one != null && one.marker >= 0) {
                assertThat(markersThere).as("marker of %d", offset).contains(one.marker);
                assertThat(one.aborted && offset < cleanUpTo).as("%d, %s", offset, one).isFalse();
            }
        });
        long start = log.offsets().start();
        for (AbortedTransaction one : log.aborted(start, log.offsets().durable())) {
            assertThat(markersThere).as("marker of %s", one).contains(one.lastOffset());
        }
    }

    private void checkTombstones(long start, Set<Long> there, long now, long deleteRetentionMs) {
        Map<String, Long> latest = new HashMap<>();
        all.forEach((offset, one) -> {
            if (one.counts()) {
                latest.put(one.key, offset);
            }
        });
        latest.values().stream()
                .filter(offset -> offset >= start && isTombstone(offset))
                .filter(offset ->
                        now < seenClean.getOrDefault(offset, Long.MAX_VALUE) + deleteRetentionMs
                                || !seenClean.containsKey(offset))
                .forEach(offset -> assertThat(there).as("a tombstone").contains(offset));
    }

    private boolean isTombstone(long offset) {
        Written one = all.get(offset);
        return one != null && one.value == null;
    }
}
