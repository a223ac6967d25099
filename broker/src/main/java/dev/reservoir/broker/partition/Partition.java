package dev.reservoir.broker.partition;

import dev.reservoir.log.PartitionLog;

/**
 * A partition as a request finds it.
 *
 * @param log its log
 * @param minInsyncReplicas what {@code acks=all} asks for ({@code min.insync.replicas}); one broker
 *     offers 1
 */
public record Partition(PartitionLog log, int minInsyncReplicas) {}
