package dev.reservoir.testing.contract;

import dev.reservoir.log.LogConfig;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageEngine;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.log.memory.MemoryEngine.Pace;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;

/** A partition's log over an engine, through crashes and stops. Used by one thread. */
abstract class LoggedLives implements AutoCloseable {
    private static final LogConfig CONFIG =
            new LogConfig(
                    1 << 20,
                    false,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    LogConfig.Retention.FOREVER,
                    EngineUnderTest.SMALL);

    /** Milliseconds since the epoch. */
    long clock = 1_000;

    private PartitionLog log;
    private final PartitionId id;
    private int epoch;

    LoggedLives(PartitionId id, StorageEngine engine) {
        this.id = id;
        this.log = open(engine);
    }

    PartitionLog log() {
        return log;
    }

    private PartitionLog open(StorageEngine engine) {
        return new PartitionLog(id, engine, CONFIG, ++epoch, () -> Instant.ofEpochMilli(clock));
    }

    /** Whether what is durable moves only when the test says so. */
    abstract boolean isStepped();

    /** Makes some or all of what waits durable. */
    abstract void progress() throws Exception;

    /** Makes all durable. */
    void settle() throws Exception {
        while (log.offsets().durable() < log.offsets().end()) {
            progress();
        }
    }

    abstract void checkpoint() throws Exception;

    abstract StorageEngine crashed() throws Exception;

    abstract StorageEngine restarted() throws Exception;

    final void crash() throws Exception {
        log = open(crashed());
    }

    final void restart() throws Exception {
        log = open(restarted());
    }

    @Override
    public abstract void close() throws Exception;

    /** In memory; what is durable moves when the test says so. */
    static LoggedLives inMemory(long seed) throws Exception {
        MemoryEngine first = new MemoryEngine(new SplittableRandom(seed), Pace.STEPPED, 1 << 22);
        first.recover(_ -> "t");
        return new InMemory(first);
    }

    private static final class InMemory extends LoggedLives {
        private MemoryEngine memory;

        InMemory(MemoryEngine memory) {
            super(new PartitionId(new UUID(7, 1), "t", 0), memory);
            this.memory = memory;
        }

        @Override
        boolean isStepped() {
            return true;
        }

        @Override
        void progress() {
            boolean _ = memory.step();
        }

        @Override
        void settle() {
            memory.settle();
        }

        @Override
        void checkpoint() {
            memory.checkpoint();
        }

        @Override
        StorageEngine crashed() throws Exception {
            memory = memory.crash();
            memory.recover(_ -> "t");
            return memory;
        }

        @Override
        StorageEngine restarted() throws Exception {
            memory.settle();
            memory.close();
            memory = memory.reopen();
            memory.recover(_ -> "t");
            return memory;
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    /** On a local disk whose crash is a power cut. */
    static LoggedLives onDisk() throws Exception {
        LocalUnderTest local = new LocalUnderTest();
        local.start();
        return new OnDisk(local, local.newTopic("t"));
    }

    private static final class OnDisk extends LoggedLives {
        private final LocalUnderTest local;

        OnDisk(LocalUnderTest local, PartitionId id) {
            super(id, local.engine());
            this.local = local;
        }

        @Override
        boolean isStepped() {
            return false;
        }

        @Override
        void progress() throws Exception {
            log().carryCommit();
            if (!log().awaitDurable(log().offsets().end(), 10_000)) {
                throw new AssertionError("not durable: " + log().offsets(), log().failure());
            }
        }

        @Override
        void checkpoint() throws Exception {
            local.checkpoint();
        }

        @Override
        StorageEngine crashed() throws Exception {
            local.crashAndStart();
            return local.engine();
        }

        @Override
        StorageEngine restarted() throws Exception {
            local.stopAndStart();
            return local.engine();
        }

        @Override
        public void close() throws Exception {
            local.close();
        }
    }
}
