package dev.reservoir.coord.runner;

import dev.reservoir.coord.runner.Counting.Do;
import dev.reservoir.coord.runner.Counting.Done;
import dev.reservoir.coord.runner.Counting.Sum;
import dev.reservoir.log.LogConfig;
import dev.reservoir.log.Logs;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StorageException.Kind;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.log.memory.MemoryEngine.Pace;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;

/** A runner, driven step by step over logs in memory that become durable when the test says. */
abstract class DrivenRunner {
    static final UUID TOPIC = new UUID(7, 7);
    static final RunnerConfig CONFIG = new RunnerConfig(100, 2, 300, 50, 1_000_000, 1_000, 500);

    final Queue<Runnable> loads = new ArrayDeque<>();
    MemoryEngine engine = new MemoryEngine(new Random(1), Pace.STEPPED, 1 << 20);
    Logs logs = new Logs(engine, 0, () -> java.time.Instant.EPOCH);
    Runner<Sum, Do, Done> runner = runner(CONFIG);
    long tick;
    boolean cannotOpen;
    boolean isAbsent;

    @BeforeEach
    void recover() throws StorageException {
        engine.recover(_ -> "topic");
    }

    Runner<Sum, Do, Done> runner(RunnerConfig config) {
        return new Runner<>(
                new Counting(), 4, this::open, loads::add, () -> new Now(tick, tick), config);
    }

    @Nullable ShardLog open(int shard) throws StorageException {
        if (isAbsent) {
            return null;
        }
        if (cannotOpen) {
            throw new StorageException(Kind.OFFLINE, "told not to open");
        }
        return ShardLog.of(logs.open(id(shard), LogConfig.INTERNAL));
    }

    static PartitionId id(int shard) {
        return new PartitionId(TOPIC, "sums", shard);
    }

    PendingReply<String> ask(int shard, Do command) {
        return runner.submit(shard, command, String.class);
    }

    /** Steps until there is nothing to do, loads included. */
    void settle() throws InterruptedException {
        boolean more = true;
        while (more) {
            more = runner.step() > 0;
            for (Runnable load = loads.poll(); load != null; load = loads.poll()) {
                load.run();
                more = true;
            }
        }
    }

    void loadAll() throws InterruptedException {
        for (int shard = 0; shard < runner.shards(); shard++) {
            runner.load(shard);
        }
        settle();
    }

    /** The process dies and comes back. */
    void crash() throws StorageException {
        engine = engine.crash();
        logs = new Logs(engine, 1, () -> java.time.Instant.EPOCH);
        engine.recover(_ -> "topic");
        runner = runner(CONFIG);
    }
}
