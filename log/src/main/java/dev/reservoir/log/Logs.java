package dev.reservoir.log;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The partitions that are open in this process: the one place that opens and closes them.
 * Thread-safe.
 */
public final class Logs implements AutoCloseable {
    private final StorageEngine engine;
    private final int leaderEpoch;
    private final InstantSource clock;
    private final Map<PartitionId, PartitionLog> open = new ConcurrentHashMap<>();

    public Logs(StorageEngine engine, int leaderEpoch, InstantSource clock) {
        this.engine = engine;
        this.leaderEpoch = leaderEpoch;
        this.clock = clock;
    }

    /** The epoch under which this broker writes, its own since its start. */
    public int leaderEpoch() {
        return leaderEpoch;
    }

    /** The log of a partition, opened when it is not; the configuration counts only then. */
    public PartitionLog open(PartitionId id, LogConfig config) {
        PartitionLog log = open.get(id);
        if (log != null) {
            return log;
        }
        synchronized (this) {
            log = open.get(id);
            if (log == null) {
                log = new PartitionLog(id, engine, config, leaderEpoch, clock);
                open.put(id, log);
            }
            return log;
        }
    }

    /** The log of a partition when it is open. */
    public @Nullable PartitionLog get(PartitionId id) {
        return open.get(id);
    }

    public Collection<PartitionLog> all() {
        return open.values();
    }

    /** Removes a partition's data, after the event that says so is durable. */
    public synchronized void delete(PartitionId id) {
        open(id, LogConfig.DEFAULT).delete();
        open.remove(id);
    }

    @Override
    public synchronized void close() {
        open.values().forEach(PartitionLog::close);
        open.clear();
    }
}
