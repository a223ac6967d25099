package dev.reservoir.log.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.log.BatchReader;
import dev.reservoir.log.Extent;
import dev.reservoir.log.LogConfig;
import dev.reservoir.log.Logs;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.log.disk.LocalDisk;
import dev.reservoir.log.local.FlushPolicy;
import dev.reservoir.log.local.LocalConfig;
import dev.reservoir.log.local.LocalEngine;
import dev.reservoir.log.local.NodeIdentity;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.log.memory.MemoryEngine.Pace;
import dev.reservoir.wire.batch.BatchBuilder;
import dev.reservoir.wire.batch.BatchRecords;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.RecordView;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Compaction over both engines: what a reader folds out of the log never changes. */
final class CleanerTest {
    private static final PartitionId ID = new PartitionId(new UUID(1, 2), "offsets", 0);
    private static final LogConfig SMALL_SEGMENTS =
            new LogConfig(
                    1 << 20,
                    false,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    LogConfig.Retention.FOREVER,
                    new StoreConfig(4_096, Long.MAX_VALUE, 512));
    private static final CompactionRules RULES =
            new CompactionRules(0.5, 0, Long.MAX_VALUE, 10_000, 4_096);
    private static final int PLENTY = 1 << 20;

    private long now = 1_000_000;
    private Random random = new Random(1);
    private MemoryEngine memory = new MemoryEngine(random, Pace.AT_ONCE, 1 << 20);
    private final Map<String, String> expected = new TreeMap<>();

    private Cleaner cleaner(long mapBytes) {
        return new Cleaner(mapBytes, Throttle.NONE, () -> Instant.ofEpochMilli(now), random);
    }

    private PartitionLog openInMemory() throws StorageException {
        memory.recover(_ -> "offsets");
        return new Logs(memory, 0, () -> Instant.ofEpochMilli(now)).open(ID, SMALL_SEGMENTS);
    }

    /** Adds a batch of random changes, and notes what a reader must see. */
    private void write(PartitionLog log, int keys) throws StorageException, InterruptedException {
        BatchBuilder batch = new BatchBuilder(0);
        for (int i = 0; i <= random.nextInt(8); i++) {
            String key = "key" + random.nextInt(keys);
            String value = random.nextInt(5) == 0 ? null : "v" + random.nextInt(1_000_000);
            batch.add(now, buffer(key), value == null ? null : buffer(value));
            if (value == null) {
                expected.remove(key);
            } else {
                expected.put(key, value);
            }
        }
        log.append(batch.build(), 1_000);
    }

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(@Nullable ByteBuffer bytes) {
        return bytes == null ? "" : StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    private static List<RecordView> records(PartitionLog log) throws StorageException {
        List<RecordView> records = new ArrayList<>();
        Offsets offsets = log.offsets();
        BatchReader reader = new BatchReader(log.store(), offsets.start(), offsets.durable());
        for (BatchView batch = reader.next(); batch != null; batch = reader.next()) {
            assertThat(batch.checksumMatches()).isTrue();
            BatchRecords.first(batch, record -> !records.add(record));
        }
        return records;
    }

    private static Map<String, String> fold(PartitionLog log) throws StorageException {
        Map<String, String> fold = new TreeMap<>();
        for (RecordView record : records(log)) {
            if (record.value() == null) {
                fold.remove(text(record.key()));
            } else {
                fold.put(text(record.key()), text(record.value()));
            }
        }
        return fold;
    }

    private static long settledEnd(PartitionLog log) throws StorageException {
        long end = 0;
        for (Extent extent : log.extents()) {
            if (!extent.settled()) {
                break;
            }
            end = extent.next();
        }
        return end;
    }

    /** Below the clean point every key is there once, if at all. */
    private static void assertClean(PartitionLog log, long upTo, String as)
            throws StorageException {
        Set<String> seen = new HashSet<>();
        for (RecordView record : records(log)) {
            if (record.offset() < upTo) {
                assertThat(seen.add(text(record.key()))).as("%s, %s", as, record).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aReaderSeesTheSame(long seed) throws Exception {
        random = new Random(seed);
        memory = new MemoryEngine(random, Pace.AT_ONCE, 1 << 20);
        PartitionLog log = openInMemory();
        Cleaner cleaner = cleaner(random.nextBoolean() ? PLENTY : KeyOffsets.LEAST_BYTES);
        int passes = 0;
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 100; i++) {
                write(log, 60);
            }
            now += random.nextInt(6_000);
            memory.checkpoint();
            long settled = settledEnd(log);
            CompactionPass pass = cleaner.clean(log, RULES);
            String as = "seed " + seed + ", round " + round;
            if (pass != null) {
                passes++;
                assertThat(pass.bytesAfter()).as(as).isLessThanOrEqualTo(pass.bytesBefore());
                assertThat(pass.cleanUpTo()).as(as).isLessThanOrEqualTo(settled);
                assertClean(log, pass.cleanUpTo(), as);
            }
            assertThat(fold(log)).as(as).isEqualTo(expected);
            if (random.nextInt(5) == 0) {
                log.close();
                memory = memory.crash();
                log = openInMemory();
                cleaner = cleaner(PLENTY);
            }
        }
        assertThat(passes).isGreaterThan(5);
    }

    @Test
    void theLogStopsGrowing() throws Exception {
        PartitionLog log = openInMemory();
        Cleaner cleaner = cleaner(PLENTY);
        for (int i = 0; i < 3_000; i++) {
            write(log, 20);
            if (i % 100 == 99) {
                memory.checkpoint();
                now += 60_000;
                cleaner.clean(log, RULES);
            }
        }
        assertThat(log.bytes()).isLessThan(40_000);
        assertThat(fold(log)).isEqualTo(expected);
    }

    @Test
    void aTombstoneGoesWhenItsTimeIsOverAndNotBefore() throws Exception {
        PartitionLog log = openInMemory();
        BatchBuilder batch = new BatchBuilder(0);
        batch.add(now, buffer("gone"), buffer("x")).add(now, buffer("gone"), null);
        log.append(batch.build(), 0);
        Cleaner cleaner = cleaner(PLENTY);
        fill(log);
        cleaner.clean(log, RULES);
        assertThat(offsetsOf(log, "gone")).containsExactly(1L);
        now += RULES.deleteRetentionMs() - 1;
        fill(log);
        cleaner.clean(log, RULES);
        assertThat(offsetsOf(log, "gone")).containsExactly(1L);
        now += 1;
        fill(log);
        cleaner.clean(log, RULES);
        assertThat(offsetsOf(log, "gone")).isEmpty();
    }

    private void fill(PartitionLog log) throws StorageException, InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            write(log, 5);
        }
        memory.checkpoint();
    }

    private static List<Long> offsetsOf(PartitionLog log, String key) throws StorageException {
        return records(log).stream()
                .filter(record -> text(record.key()).equals(key))
                .map(RecordView::offset)
                .toList();
    }

    @Test
    void whatIsYoungOrNotWorthItIsLeftAlone() throws Exception {
        PartitionLog log = openInMemory();
        assertThat(cleaner(PLENTY).clean(log, RULES)).as("an empty log").isNull();
        for (int i = 0; i < 500; i++) {
            write(log, 20);
        }
        Cleaner cleaner = cleaner(PLENTY);
        assertThat(cleaner.clean(log, RULES)).as("nothing is settled").isNull();
        memory.checkpoint();
        CompactionRules later = new CompactionRules(0.5, 1_000, Long.MAX_VALUE, 10_000, 4_096);
        assertThat(cleaner.clean(log, later)).as("all is too young").isNull();
        now += 1_000;
        assertThat(cleaner.clean(log, later)).isNotNull();
        assertThat(cleaner.clean(log, later)).as("nothing is new").isNull();
    }

    private static CompactionRules rules(double ratio, long minLag, long maxLag) {
        return new CompactionRules(ratio, minLag, maxLag, 10_000, 4_096);
    }

    /** As Kafka computes it: what is new must be more than this share of what can be compacted. */
    @Test
    void theShareOfWhatIsNewDecides() throws Exception {
        PartitionLog log = openInMemory();
        for (int i = 0; i < 500; i++) {
            write(log, 1_000_000);
        }
        memory.checkpoint();
        Cleaner cleaner = cleaner(PLENTY);
        assertThat(cleaner.clean(log, rules(1, 0, Long.MAX_VALUE))).as("all, not more").isNull();
        assertThat(cleaner.clean(log, rules(0.99, 0, Long.MAX_VALUE))).isNotNull();
        long clean = log.bytes();
        while (log.bytes() < clean * 3 / 2) {
            write(log, 1_000_000);
        }
        memory.checkpoint();
        assertThat(cleaner.clean(log, rules(0.4, 0, Long.MAX_VALUE))).as("a third").isNull();
        assertThat(cleaner.clean(log, rules(0.2, 0, Long.MAX_VALUE))).isNotNull();
    }

    @Test
    void whatWaitsTooLongIsCleanedWhateverTheShare() throws Exception {
        PartitionLog log = openInMemory();
        for (int i = 0; i < 500; i++) {
            write(log, 20);
        }
        memory.checkpoint();
        Cleaner cleaner = cleaner(PLENTY);
        now += 5_000;
        assertThat(cleaner.clean(log, rules(1, 0, 5_000))).as("not longer").isNull();
        now += 1;
        assertThat(cleaner.clean(log, rules(1, 0, 5_000))).isNotNull();
        now += 60_000;
        assertThat(cleaner.clean(log, rules(1, 0, 5_000))).as("nothing is new").isNull();
    }

    @Test
    void closedExtentsThatAreWorthItAreAskedToSettle() throws Exception {
        PartitionLog log = openInMemory();
        for (int i = 0; i < 500; i++) {
            write(log, 20);
        }
        assertThat(settledEnd(log)).isZero();
        Cleaner cleaner = cleaner(PLENTY);
        assertThat(cleaner.clean(log, rules(1, 0, Long.MAX_VALUE))).isNull();
        assertThat(settledEnd(log)).as("it is not worth it").isZero();
        assertThat(cleaner.clean(log, RULES)).isNull();
        assertThat(settledEnd(log)).isPositive();
        assertThat(cleaner.clean(log, RULES)).isNotNull();
    }

    /** Retention moves the start of a log that is compacted, too. */
    @Test
    void theStartMayMoveDuringAPass() throws Exception {
        PartitionLog log = openInMemory();
        for (int i = 0; i < 1_000; i++) {
            write(log, 20);
        }
        memory.checkpoint();
        long middle = log.extents().get(log.extents().size() / 2).base() + 1;
        long[] left = {2 * log.bytes() - 40_000};
        Throttle moving =
                bytes -> {
                    left[0] -= bytes;
                    if (left[0] < 0 && log.offsets().start() == 0) {
                        try {
                            log.deleteBefore(middle).await();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    }
                };
        Cleaner cleaner =
                new Cleaner(PLENTY, moving, () -> Instant.ofEpochMilli(now), new Random(3));
        assertThat(cleaner.clean(log, RULES)).isNotNull();
        assertThat(log.offsets().start()).isEqualTo(middle);
        assertThat(records(log)).isNotEmpty().allMatch(record -> record.offset() >= 0);
        cleaner(PLENTY).clean(log, RULES);
        assertThat(fold(log)).isEqualTo(expected);
    }

    @Test
    void aLogOfWhichNothingIsLeftIsReadToItsEnd() throws Exception {
        PartitionLog log = openInMemory();
        for (int i = 0; i < 200; i++) {
            log.append(new BatchBuilder(0).add(now, buffer("k"), null).build(), 0);
        }
        memory.checkpoint();
        Cleaner cleaner = cleaner(PLENTY);
        cleaner.clean(log, RULES);
        now += RULES.deleteRetentionMs();
        CompactionPass pass = cleaner(PLENTY).clean(log, RULES);
        assertThat(pass).isNotNull();
        assertThat(records(log).stream().map(RecordView::offset).filter(o -> o < settledEnd0(log)))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(fold(log)).isEmpty();
    }

    private static long settledEnd0(PartitionLog log) {
        try {
            return settledEnd(log);
        } catch (StorageException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anInterruptLeavesTheLogWhole() throws Exception {
        PartitionLog log = openInMemory();
        for (int i = 0; i < 1_000; i++) {
            write(log, 20);
        }
        memory.checkpoint();
        long[] left = {60_000};
        Throttle interrupted =
                bytes -> {
                    left[0] -= bytes;
                    if (left[0] < 0) {
                        throw new InterruptedException("told to stop");
                    }
                };
        Cleaner stopped = new Cleaner(PLENTY, interrupted, () -> Instant.ofEpochMilli(now), random);
        assertThatThrownBy(() -> stopped.clean(log, RULES))
                .isInstanceOf(InterruptedException.class);
        assertThat(fold(log)).isEqualTo(expected);
        cleaner(PLENTY).clean(log, RULES);
        assertThat(fold(log)).isEqualTo(expected);
    }

    @Test
    void onDiskItSurvivesARestart(@TempDir Path folder) throws Exception {
        int passes = 0;
        Cleaner cleaner = cleaner(PLENTY);
        for (int round = 0; round < 4; round++) {
            try (LocalEngine engine = onDisk(folder)) {
                Logs logs = new Logs(engine, round, () -> Instant.ofEpochMilli(now));
                PartitionLog log = logs.open(ID, SMALL_SEGMENTS);
                assertThat(fold(log)).isEqualTo(expected);
                passes += cleaner.clean(log, RULES) == null ? 0 : 1;
                assertThat(fold(log)).isEqualTo(expected);
                now += 20_000;
                for (int i = 0; i < 400; i++) {
                    write(log, 40);
                }
                Offsets offsets = log.offsets();
                assertThat(log.awaitDurable(offsets.end(), 10_000)).isTrue();
                assertThat(fold(log)).isEqualTo(expected);
            }
        }
        assertThat(passes).isEqualTo(3);
    }

    private static LocalEngine onDisk(Path folder) throws StorageException {
        LocalConfig config =
                new LocalConfig(1 << 20, 4 << 20, FlushPolicy.SYNC, 0, 256 * 1024, 1 << 20, 64);
        LocalEngine engine =
                new LocalEngine(
                        folder,
                        new LocalDisk(),
                        config,
                        new NodeIdentity("testCluster", 1, new UUID(7, 7)),
                        System::nanoTime);
        engine.recover(_ -> "offsets");
        return engine;
    }
}
