package dev.reservoir.coord.runner;

import dev.reservoir.log.StorageException;

import org.jspecify.annotations.Nullable;

/** Where a runner finds its shards' logs. Called on loading threads, several at a time. */
@FunctionalInterface
public interface ShardLogs {
    /**
     * The log of a shard; may block.
     *
     * @return null when it does not exist yet
     * @throws StorageException when it cannot be opened; the message is a sentence for the user
     */
    @Nullable ShardLog open(int shard) throws StorageException;
}
