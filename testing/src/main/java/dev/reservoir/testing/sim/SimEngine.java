package dev.reservoir.testing.sim;

import dev.reservoir.log.Assigned;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.StateSource;
import dev.reservoir.log.StorageEngine;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.log.TopicNames;
import dev.reservoir.log.memory.MemoryEngine;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The in-memory engine in a world with one thread: where the broker would wait, the engine works
 * meanwhile.
 */
public class SimEngine implements StorageEngine {
    private final MemoryEngine engine;
    private final Map<PartitionId, SimStore> opened = new LinkedHashMap<>();
    private boolean atOnce;

    public SimEngine(MemoryEngine engine) {
        this.engine = engine;
    }

    final MemoryEngine memory() {
        return engine;
    }

    /** The partitions that are open, in the order in which that happened. */
    final List<PartitionId> opened() {
        opened.values().removeIf(SimStore::isClosed);
        return List.copyOf(opened.keySet());
    }

    /** What is done here may wait for storage: it finds everything durable at once. */
    final void atOnce(Scheduler.Action action) throws Exception {
        atOnce = true;
        try {
            action.run();
        } finally {
            atOnce = false;
        }
    }

    final boolean isAtOnce() {
        return atOnce;
    }

    /** The store of a partition, as the broker sees it. */
    protected SimStore store(PartitionId id, PartitionStore store) {
        return new SimStore(this, store);
    }

    @Override
    public final PartitionStore open(PartitionId id, StoreConfig config, StateSource state) {
        SimStore store = store(id, engine.open(id, config, state));
        opened.put(id, store);
        return store;
    }

    @Override
    public void recover(TopicNames alive) throws StorageException {
        engine.recover(alive);
    }

    @Override
    public final void admit(int bytes, long timeoutMs)
            throws StorageException, InterruptedException {
        engine.admit(bytes, timeoutMs);
    }

    @Override
    public final void withdraw(int bytes) {
        engine.withdraw(bytes);
    }

    @Override
    public final void append(List<Assigned> together) {
        engine.append(together);
    }

    @Override
    public final void beginCommit() {
        engine.beginCommit();
    }

    @Override
    public final void carryCommit() {
        engine.carryCommit();
    }

    @Override
    public final @Nullable StorageException failure() {
        return engine.failure();
    }

    @Override
    public final void close() {
        engine.close();
    }
}
