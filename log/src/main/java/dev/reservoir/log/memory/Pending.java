package dev.reservoir.log.memory;

import dev.reservoir.log.Completion;
import dev.reservoir.log.Lease;
import dev.reservoir.log.PartitionId;

import java.nio.ByteBuffer;

/** What was submitted and is not durable yet. */
sealed interface Pending {
    PartitionId id();

    /** Batches that still lie in the caller's bytes. */
    record Append(PartitionId id, ByteBuffer batches, Lease lease, long next) implements Pending {}

    record Trim(PartitionId id, long newStart, Completion completion) implements Pending {}
}
