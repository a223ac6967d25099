package dev.reservoir.testing.compact;

import dev.reservoir.log.Lease;
import dev.reservoir.log.LogConfig;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.log.TransactionEnding;
import dev.reservoir.testing.load.Endings;
import dev.reservoir.wire.batch.BatchBuilder;
import dev.reservoir.wire.batch.BatchRecords;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Writes random records, tombstones and transactions of a few producers into a log, and notes them
 * in a model.
 */
final class KeyedLoad {
    static final LogConfig CONFIG =
            new LogConfig(
                    1 << 20,
                    false,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    new LogConfig.Retention(false, -1, -1, true),
                    new StoreConfig(3_000, Long.MAX_VALUE, 512));

    private static final int WAIT_MS = 10_000;
    private static final int TRANSACTIONAL = 3;
    private static final int IDEMPOTENT = 2;

    private final RandomGenerator random;
    private final CompactionModel model;
    private final Map<Long, Integer> sequences = new HashMap<>();
    private final Set<Long> open = new HashSet<>();
    private long values;
    private long acknowledged;
    private @Nullable Doubt doubt;

    /** A write whose outcome is not known. */
    private record Doubt(long base, Runnable happens) {}

    KeyedLoad(RandomGenerator random, CompactionModel model) {
        this.random = random;
        this.model = model;
    }

    /** Writes a batch, or ends a transaction. */
    void step(PartitionLog log, long now) throws Exception {
        int dice = random.nextInt(82);
        if (dice < 20) {
            write(log, now, -1);
        } else if (dice < 45) {
            write(log, now, TRANSACTIONAL + random.nextInt(IDEMPOTENT));
        } else if (dice < 70) {
            write(log, now, random.nextInt(TRANSACTIONAL));
        } else {
            end(log, random.nextInt(TRANSACTIONAL));
        }
    }

    private void write(PartitionLog log, long now, long producer) throws Exception {
        boolean transactional = producer >= 0 && producer < TRANSACTIONAL;
        BatchBuilder builder = new BatchBuilder(0);
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            ByteBuffer value =
                    random.nextInt(5) == 0 ? null : CompactionModel.buffer("v" + values++);
            builder.add(now, CompactionModel.buffer(key()), value);
        }
        ByteBuffer batch = builder.build();
        if (producer >= 0) {
            ProducerBatches.of(batch, producer, sequences.getOrDefault(producer, 0), transactional);
        }
        long guard = producer < 0 ? 0 : log.guard(producer);
        doubt =
                new Doubt(
                        log.offsets().end(),
                        () -> {
                            sequences.merge(producer, count, Integer::sum);
                            wrote(batch, producer, transactional);
                        });
        awaitDurable(log, log.append(batch, Lease.NONE, WAIT_MS, guard).nextOffset());
        settleDoubt(true);
    }

    private void wrote(ByteBuffer batch, long producer, boolean transactional) {
        BatchRecords.first(
                BatchView.at(batch, 0),
                record -> {
                    model.wrote(record.offset(), record, producer, transactional);
                    return false;
                });
        if (transactional) {
            open.add(producer);
        }
    }

    private void settleDoubt(boolean happened) {
        Doubt settled = doubt;
        doubt = null;
        if (settled != null && happened) {
            settled.happens.run();
        }
    }

    /** What was begun when the power went may have happened or not. */
    void recovered(PartitionLog log) {
        long end = log.offsets().end();
        if (end < acknowledged) {
            throw new IllegalStateException(
                    "everything below %d was acknowledged, the log ends at %d"
                            .formatted(acknowledged, end));
        }
        settleDoubt(doubt != null && end > doubt.base);
    }

    /** The sequence of each producer's last record. */
    Map<Long, Integer> lastSequences() {
        Map<Long, Integer> last = new HashMap<>();
        sequences.forEach((producer, next) -> last.put(producer, next - 1));
        last.remove(-1L);
        return last;
    }

    private String key() {
        return "k" + (random.nextInt(4) == 0 ? random.nextInt(400) : random.nextInt(20));
    }

    private void awaitDurable(PartitionLog log, long next) throws InterruptedException {
        if (!log.awaitDurable(next, WAIT_MS)) {
            throw new IllegalStateException("what lies below " + next + " is not durable");
        }
        acknowledged = next;
    }

    private void end(PartitionLog log, long producer) throws Exception {
        if (!open.contains(producer)) {
            return;
        }
        boolean committed = random.nextBoolean();
        long at = log.offsets().end();
        doubt =
                new Doubt(
                        at,
                        () -> {
                            open.remove(producer);
                            model.ended(producer, at, committed);
                        });
        var ending =
                new TransactionEnding(producer, (short) 0, new TransactionMarker(committed, 0));
        awaitDurable(log, Endings.end(log, ending, WAIT_MS));
        settleDoubt(true);
    }

    void endAll(PartitionLog log) throws Exception {
        for (long producer : Set.copyOf(open)) {
            end(log, producer);
        }
    }
}
