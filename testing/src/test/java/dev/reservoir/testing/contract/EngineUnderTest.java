package dev.reservoir.testing.contract;

import dev.reservoir.log.PartitionId;
import dev.reservoir.log.SavedState;
import dev.reservoir.log.StorageEngine;
import dev.reservoir.log.StoreConfig;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * An engine with the life around it that its contract speaks of: partitions are opened, the process
 * stops or dies and comes back. The state of a partition is, for these tests, its end offset as a
 * blob.
 */
abstract class EngineUnderTest implements AutoCloseable {
    static final StoreConfig SMALL = new StoreConfig(2_000, Long.MAX_VALUE, 256);

    private final Map<UUID, String> alive = new HashMap<>();
    private final Map<PartitionId, Partition> open = new HashMap<>();
    private @Nullable StorageEngine engine;
    private int topics;

    /** An engine over storage that is empty. */
    abstract StorageEngine create() throws Exception;

    /** The engine over what a clean stop left. */
    abstract StorageEngine reopened() throws Exception;

    /** The engine over what a crash of the present one leaves. */
    abstract StorageEngine crashed() throws Exception;

    /** Returns when a checkpoint that began after the call is done. */
    abstract void checkpoint() throws Exception;

    /** Bytes the engine admits that are not durable. */
    abstract int admissionLimit();

    StorageEngine engine() {
        if (engine == null) {
            throw new IllegalStateException("not started");
        }
        return engine;
    }

    void start() throws Exception {
        engine = create();
        engine.recover(alive::get);
    }

    void stopAndStart() throws Exception {
        engine().close();
        open.clear();
        engine = reopened();
        engine.recover(alive::get);
    }

    void crashAndStart() throws Exception {
        open.clear();
        engine = crashed();
        engine.recover(alive::get);
    }

    @Override
    public void close() throws Exception {
        engine().close();
    }

    PartitionId newTopic(String name) {
        UUID id = new UUID(7, ++topics);
        alive.put(id, name);
        return new PartitionId(id, name, 0);
    }

    /** The event that says so is durable. */
    void topicIsGone(PartitionId id) {
        alive.remove(id.topicId());
    }

    Partition open(PartitionId id) throws Exception {
        return open(id, SMALL);
    }

    Partition open(PartitionId id, StoreConfig config) throws Exception {
        Partition partition = new Partition(id, engine());
        partition.store =
                engine().open(id, config, () -> stateAt(partition.store().offsets().end()));
        open.put(id, partition);
        return partition;
    }

    static SavedState stateAt(long offset) {
        return new SavedState(offset, ByteBuffer.allocate(Long.BYTES).putLong(0, offset));
    }
}
