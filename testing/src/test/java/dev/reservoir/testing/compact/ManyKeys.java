package dev.reservoir.testing.compact;

import dev.reservoir.log.BatchReader;
import dev.reservoir.log.LogConfig;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.log.compact.Cleaner;
import dev.reservoir.log.compact.CompactionPass;
import dev.reservoir.log.compact.CompactionRules;
import dev.reservoir.log.compact.Throttle;
import dev.reservoir.log.disk.LocalDisk;
import dev.reservoir.log.local.FlushPolicy;
import dev.reservoir.log.local.LocalConfig;
import dev.reservoir.log.local.LocalEngine;
import dev.reservoir.log.local.NodeIdentity;
import dev.reservoir.wire.batch.BatchBuilder;
import dev.reservoir.wire.batch.BatchRecords;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.RecordView;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.BitSet;
import java.util.Random;
import java.util.UUID;

/**
 * Writes each of many keys twice, compacts, and reads: a program of its own, for a heap of its own.
 */
final class ManyKeys {
    private static final PartitionId ID = new PartitionId(new UUID(1, 2), "many", 0);
    private static final int IN_A_BATCH = 1_000;
    private static final int WAIT_MS = 60_000;
    private static final LogConfig CONFIG =
            new LogConfig(
                    1 << 20,
                    false,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    LogConfig.Retention.FOREVER,
                    new StoreConfig(8 << 20, Long.MAX_VALUE, 4_096));
    private static final CompactionRules RULES =
            new CompactionRules(0, 0, Long.MAX_VALUE, 10_000, 8 << 20);

    private ManyKeys() {}

    /**
     * @param arguments where, how many keys, and bytes of memory for them
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int keys = Integer.parseInt(arguments[1]);
        Files.createDirectories(directory);
        LocalConfig local =
                new LocalConfig(8 << 20, 32 << 20, FlushPolicy.OS, 0, 1 << 20, 4 << 20, 64);
        NodeIdentity node = new NodeIdentity("cluster", 1, new UUID(3, 3));
        try (LocalEngine engine =
                new LocalEngine(directory, new LocalDisk(), local, node, System::nanoTime)) {
            engine.recover(_ -> ID.topicName());
            PartitionLog log = new PartitionLog(ID, engine, CONFIG, 0, Clock.systemUTC());
            write(log, keys, 0);
            write(log, keys, keys);
            // What is in the last segment is left alone.
            write(log, IN_A_BATCH * 400, -1);
            engine.checkpoint();
            int passes = compact(log, Long.parseLong(arguments[2]));
            verify(log, keys);
            System.out.printf("all %d keys are there once, after %d passes%n", keys, passes);
        }
    }

    /**
     * @param first value of the first key, the next one's is one more; below 0 for a single other
     *     key
     */
    private static void write(PartitionLog log, int keys, long first) throws Exception {
        long end = 0;
        for (int key = 0; key < keys; ) {
            BatchBuilder batch = new BatchBuilder(0);
            for (int i = 0; i < IN_A_BATCH && key < keys; i++, key++) {
                ByteBuffer name = ByteBuffer.allocate(Long.BYTES).putLong(first < 0 ? -1 : key);
                ByteBuffer value = ByteBuffer.allocate(Long.BYTES).putLong(first + key);
                batch.add(1_000, name.flip(), value.flip());
            }
            end = log.append(batch.build(), WAIT_MS).nextOffset();
        }
        if (!log.awaitDurable(end, WAIT_MS)) {
            throw new IllegalStateException("not durable");
        }
    }

    private static int compact(PartitionLog log, long mapBytes) throws Exception {
        Cleaner cleaner = new Cleaner(mapBytes, Throttle.NONE, Clock.systemUTC(), new Random(1));
        int passes = 0;
        CompactionPass pass = cleaner.clean(log, RULES);
        while (pass != null && !pass.complete()) {
            passes++;
            pass = cleaner.clean(log, RULES);
        }
        if (pass == null || passes == 0) {
            throw new IllegalStateException("one pass did all, or none: " + pass);
        }
        return passes + 1;
    }

    private static void verify(PartitionLog log, int keys) throws Exception {
        BitSet seen = new BitSet(keys);
        long end = log.offsets().durable();
        BatchReader reader = new BatchReader(log.store(), log.offsets().start(), end);
        for (BatchView batch = reader.next(); batch != null; batch = reader.next()) {
            BatchRecords.first(
                    batch,
                    record -> {
                        long key = number(record, record.key());
                        if (key >= 0) {
                            check(!seen.get((int) key), record);
                            check(number(record, record.value()) == keys + key, record);
                            seen.set((int) key);
                        }
                        return false;
                    });
        }
        if (seen.cardinality() != keys) {
            throw new IllegalStateException(seen.cardinality() + " keys of " + keys + " are left");
        }
    }

    private static long number(RecordView record, @Nullable ByteBuffer bytes) {
        if (bytes == null) {
            throw new IllegalStateException(record + " is not what was written");
        }
        return bytes.getLong(bytes.position());
    }

    private static void check(boolean holds, RecordView record) {
        if (!holds) {
            throw new IllegalStateException(record + " is there twice, or an old value");
        }
    }
}
