package dev.reservoir.testing.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.LogConfig;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.compact.Cleaner;
import dev.reservoir.log.compact.CompactionPass;
import dev.reservoir.log.compact.CompactionRules;
import dev.reservoir.log.compact.Throttle;
import dev.reservoir.log.local.FlushPolicy;
import dev.reservoir.log.local.LocalConfig;
import dev.reservoir.log.local.LocalEngine;
import dev.reservoir.log.local.NodeIdentity;
import dev.reservoir.testing.disk.CrashDisk;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The process is killed, or the power goes, at every change that passes of compaction make to the
 * disk: what recovery finds is a log in which nothing that counts is missing, and further passes go
 * on from there.
 */
@Timeout(120)
class CompactionCutTest {
    /** How a life ends. */
    enum End {
        KILL,
        POWER_CUT
    }

    private static final PartitionId ID = new PartitionId(new UUID(4, 2), "table", 0);
    private static final Path ROOT = Path.of("/data");
    private static final NodeIdentity IDENTITY = new NodeIdentity("cluster", 1, new UUID(3, 3));
    private static final LocalConfig CONFIG =
            new LocalConfig(64 * 1024, 192 * 1024, FlushPolicy.SYNC, 0, 24 * 1024, 60_000, 6);
    private static final long DELETE_RETENTION_MS = 10_000;
    private static final CompactionRules RULES =
            new CompactionRules(0, 0, Long.MAX_VALUE, DELETE_RETENTION_MS, 6_000);
    private static final long BEGIN = 1_000_000;
    private static final int LIVES = 4;
    private static final int STEPS = 200;
    private static final int MAX_CHANGES = 2_000;

    private final Random random = new Random(5);
    private volatile long now = BEGIN;

    private LocalEngine start(CrashDisk disk) throws StorageException {
        LocalEngine engine = new LocalEngine(ROOT, disk, CONFIG, IDENTITY, System::nanoTime);
        engine.recover(_ -> ID.topicName());
        return engine;
    }

    private PartitionLog open(LocalEngine engine) {
        LogConfig config = KeyedLoad.CONFIG;
        return new PartitionLog(ID, engine, config, 0, () -> Instant.ofEpochMilli(now));
    }

    private Cleaner cleaner() {
        return new Cleaner(1 << 20, Throttle.NONE, () -> Instant.ofEpochMilli(now), new Random(9));
    }

    private CrashDisk fill(CompactionModel model) throws Exception {
        CrashDisk disk = new CrashDisk(1 << 28);
        try (LocalEngine engine = start(disk)) {
            PartitionLog log = open(engine);
            KeyedLoad load = new KeyedLoad(random, model);
            for (int i = 0; i < STEPS; i++) {
                load.step(log, now);
            }
            load.endAll(log);
        }
        return disk;
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLostWhereverAPassEnds(End end) throws Exception {
        CompactionModel model = new CompactionModel();
        CrashDisk first = fill(model);
        int changes = 0;
        boolean whole = false;
        while (!whole) {
            changes++;
            assertThat(changes).isLessThan(MAX_CHANGES);
            now = BEGIN;
            CrashDisk disk = first.imagine(random);
            whole = passesUntil(changes, disk);
            disk = end == End.KILL ? disk.kill() : disk.powerCut(random);
            recoverAndGoOn(model, disk, end + " at change " + changes);
        }
        System.out.printf("%s: %d changes%n", end, changes);
        assertThat(changes).as("changes that passes make").isGreaterThan(40);
    }

    /**
     * A pass, and one after tombstones and markers may go.
     *
     * @return whether the disk lived
     */
    private boolean passesUntil(int change, CrashDisk disk) throws Exception {
        LocalEngine engine = start(disk);
        PartitionLog log = open(engine);
        disk.cutPowerAt(change);
        FutureTask<Boolean> passes =
                new FutureTask<>(() -> {
                    Cleaner cleaner = cleaner();
                    boolean done = cleaner.clean(log, RULES) != null;
                    engine.checkpoint();
                    now = BEGIN + DELETE_RETENTION_MS;
                    return done && cleaner().clean(log, RULES) != null;
                });
        Thread thread = Thread.ofPlatform().daemon().start(passes);
        while (!passes.isDone() && !disk.isDead()) {
            awaitBriefly(passes);
        }
        boolean lived = !disk.isDead();
        if (lived) {
            assertThat(passes.get()).as("both passes").isTrue();
        }
        engine.close();
        thread.join(100);
        return lived && !disk.isDead();
    }

    /** A load of transactions, passes and checkpoints, cut anywhere, over several lives. */
    @Test
    void nothingIsLostWhereverTheLoadEnds() throws Exception {
        run(8);
    }

    @Test
    @Tag("long")
    @Timeout(3_600)
    void nothingIsLostUnderManySeeds() throws Exception {
        run(1_000);
    }

    private void run(int seeds) throws Exception {
        Long only = Long.getLong("seed");
        for (long seed = only == null ? 1 : only; seed <= (only == null ? seeds : only); seed++) {
            try {
                lives(new Random(seed));
            } catch (AssertionError | IllegalStateException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void lives(Random dice) throws Exception {
        now = BEGIN;
        CompactionModel model = new CompactionModel();
        KeyedLoad load = new KeyedLoad(dice, model);
        CrashDisk disk = new CrashDisk(1 << 28);
        for (int life = 0; life < LIVES; life++) {
            LocalEngine engine = start(disk);
            PartitionLog log = open(engine);
            load.recovered(log);
            model.verify(log, 0, now, DELETE_RETENTION_MS);
            checkProducers(log, load);
            disk.cutPowerAt(1 + dice.nextInt(900));
            Cleaner cleaner = cleaner();
            for (int step = 0; step < STEPS && !disk.isDead(); step++) {
                try {
                    work(dice, new Broker(engine, log, cleaner, disk), load, model);
                } catch (StorageException | IllegalStateException | IOException e) {
                    if (!disk.isDead()) {
                        throw new IllegalStateException("step " + step, e);
                    }
                }
            }
            if (dice.nextInt(4) == 0) {
                engine.close();
            }
            disk = dice.nextInt(4) == 0 ? disk.kill() : disk.powerCut(dice);
            engine.close();
        }
    }

    private record Broker(LocalEngine engine, PartitionLog log, Cleaner cleaner, CrashDisk disk) {}

    private void work(Random dice, Broker broker, KeyedLoad load, CompactionModel model)
            throws Exception {
        int what = dice.nextInt(100);
        if (what < 92) {
            load.step(broker.log, now);
        } else if (what < 95) {
            broker.engine.checkpoint();
        } else if (what < 97) {
            long later = now + dice.nextInt(4_000);
            now = later;
            broker.log.expireProducers(Long.MAX_VALUE / 2);
        } else {
            // The pass may end in the middle, and have removed tombstones for which it was time.
            model.cleaned(broker.log.offsets().durable(), now);
            FutureTask<Boolean> pass =
                    new FutureTask<>(() -> broker.cleaner.clean(broker.log, RULES) != null);
            Thread.ofPlatform().daemon().start(pass);
            while (!pass.isDone() && !broker.disk.isDead()) {
                awaitBriefly(pass);
            }
            if (!broker.disk.isDead()) {
                var _ = pass.get();
            }
        }
    }

    private static void checkProducers(PartitionLog log, KeyedLoad load) throws StorageException {
        Map<Long, Integer> there = new HashMap<>();
        log.producers().forEach(one -> there.put(one.producerId(), one.lastSequence()));
        assertThat(there).isEqualTo(load.lastSequences());
    }

    private static void awaitBriefly(FutureTask<?> task) throws InterruptedException {
        try {
            task.get(1, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            // It is looked at again.
        }
    }

    private void recoverAndGoOn(CompactionModel model, CrashDisk disk, String as) throws Exception {
        if (now > BEGIN) {
            // The second pass had begun, for which tombstones may go.
            model.cleaned(Long.MAX_VALUE, BEGIN);
        }
        try (LocalEngine engine = start(disk)) {
            PartitionLog log = open(engine);
            model.verify(log, 0, now, DELETE_RETENTION_MS);
            CompactionPass pass = cleaner().clean(log, RULES);
            assertThat(pass).as(as).isNotNull();
            if (pass != null) {
                model.verify(log, pass.cleanUpTo(), now, DELETE_RETENTION_MS);
            }
        } catch (AssertionError | StorageException e) {
            throw new AssertionError(as, e);
        }
    }
}
