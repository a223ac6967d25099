package dev.reservoir.testing.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.Logs;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.compact.Cleaner;
import dev.reservoir.log.compact.CompactionPass;
import dev.reservoir.log.compact.CompactionRules;
import dev.reservoir.log.compact.Throttle;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.log.memory.MemoryEngine.Pace;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/**
 * Random records, tombstones, transactions, idempotent producers, moves of the log's start, crashes
 * and passes with small maps: what a reader of committed records folds out of the log, at once or
 * beside the passes, is what was written. One seed again: {@code -Dtest=CompactionPropertyTest
 * -Dseed=N}.
 */
final class CompactionPropertyTest {
    private static final PartitionId ID = new PartitionId(new UUID(1, 2), "table", 0);
    private static final long DELETE_RETENTION_MS = 10_000;
    private static final int LEAST_BYTES = 1_024;
    private static final int STEPS = 1_000;

    @Test
    void whatCountsSurvives() throws Exception {
        run(15);
    }

    @Test
    @Tag("long")
    void whatCountsSurvivesUnderManySeeds() throws Exception {
        run(4_000);
    }

    private static void run(int seeds) throws Exception {
        Long only = Long.getLong("seed");
        long last = only == null ? seeds : only;
        int dropped = 0;
        for (long seed = only == null ? 1 : only; seed <= last; seed++) {
            Run run = new Run(seed);
            try {
                run.all();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", step " + run.step, e);
            }
            dropped += run.passes;
        }
        assertThat(dropped).isGreaterThan(5);
    }

    private static final class Run {
        private final Random random;
        private final CompactionModel model = new CompactionModel();
        private final KeyedLoad load;
        private MemoryEngine memory;
        private PartitionLog log;
        private Cleaner cleaner;
        private long now = 1_000_000;
        private long cleanUpTo;
        private int step;
        private int passes;
        private CompactionModel.Reader reader = new CompactionModel.Reader(0);
        private long readerBegan = now;

        Run(long seed) throws Exception {
            random = new Random(seed);
            memory = new MemoryEngine(random, Pace.AT_ONCE, 1 << 20);
            log = start();
            load = new KeyedLoad(random, model);
            cleaner = newCleaner();
        }

        private PartitionLog start() throws Exception {
            memory.recover(_ -> "table");
            return new Logs(memory, 0, () -> Instant.ofEpochMilli(now)).open(ID, KeyedLoad.CONFIG);
        }

        private Cleaner newCleaner() {
            int bytes = random.nextBoolean() ? LEAST_BYTES : 1 << 16;
            return new Cleaner(
                    bytes, Throttle.NONE, () -> Instant.ofEpochMilli(now), new Random(step));
        }

        void all() throws Exception {
            for (step = 0; step < STEPS; step++) {
                step();
            }
            load.endAll(log);
            for (int i = 0; i < 3; i++) {
                memory.checkpoint();
                cleaner =
                        new Cleaner(
                                1 << 16,
                                Throttle.NONE,
                                () -> Instant.ofEpochMilli(now),
                                new Random(i));
                clean();
                now += DELETE_RETENTION_MS;
            }
            model.verifyNoneIsForgottenTooLate(log, cleanUpTo);
        }

        private void step() throws Exception {
            int dice = random.nextInt(100);
            if (dice < 82) {
                load.step(log, now);
            } else if (dice < 88) {
                read();
            } else if (dice < 91) {
                memory.checkpoint();
            } else if (dice < 97) {
                clean();
            } else if (dice < 98) {
                now += random.nextInt(8_000);
            } else {
                rarely();
            }
        }

        private void rarely() throws Exception {
            switch (random.nextInt(12)) {
                case 0 ->
                        log.deleteBefore(random.nextLong(log.offsets().durable() + 1) / 2).await();
                case 1, 2 -> {
                    log.close();
                    memory = memory.crash();
                    log = start();
                    cleaner = newCleaner();
                    cleanUpTo = 0;
                }
                case 3 -> log.expireProducers(random.nextInt(60_000));
                case 4 -> now += 2 * DELETE_RETENTION_MS;
                default -> cleaner = newCleaner();
            }
        }

        private void clean() throws Exception {
            CompactionRules rules =
                    new CompactionRules(0, 0, Long.MAX_VALUE, DELETE_RETENTION_MS, 3_000);
            CompactionPass pass = cleaner.clean(log, rules);
            if (pass != null) {
                passes++;
                cleanUpTo = pass.cleanUpTo();
                model.cleaned(cleanUpTo, now);
            }
            model.verify(log, cleanUpTo, now, DELETE_RETENTION_MS);
        }

        /** A reader that is quicker than tombstones go sees what was written. */
        private void read() throws Exception {
            reader.read(log, 1 + random.nextInt(60));
            boolean slow = now - readerBegan >= DELETE_RETENTION_MS;
            boolean overtaken = log.offsets().start() > reader.from;
            if (slow || overtaken || reader.at >= log.stableOffset()) {
                if (!slow && !overtaken) {
                    assertThat(reader.fold).isEqualTo(model.fold(reader.from, reader.at));
                }
                reader = new CompactionModel.Reader(log.offsets().start());
                readerBegan = now;
            }
        }
    }
}
