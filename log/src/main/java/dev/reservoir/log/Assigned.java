package dev.reservoir.log;

import java.nio.ByteBuffer;

/**
 * Batches for a partition that have their offsets; see {@link PartitionStore#append}.
 *
 * @param batches from position to limit; not changed by the caller afterwards
 */
public record Assigned(
        PartitionId id, ByteBuffer batches, long baseOffset, long nextOffset, int leaderEpoch) {}
