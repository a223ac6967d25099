package dev.reservoir.log.compact;

/**
 * How a topic is compacted, Kafka's keys in brackets.
 *
 * @param minDirtyRatio share of the log that must be new before a pass is worth it ({@code
 *     min.cleanable.dirty.ratio})
 * @param minLagMs how long a record is safe from compaction ({@code min.compaction.lag.ms})
 * @param deleteRetentionMs how long tombstones stay ({@code delete.retention.ms})
 * @param producerIdleMs how long the last sequence of a producer is remembered ({@code
 *     producer.id.expiration.ms}): so long a batch without records leaves its header
 * @param segmentBytes size up to which small extents are put together ({@code segment.bytes})
 */
public record CompactionRules(
        double minDirtyRatio,
        long minLagMs,
        long deleteRetentionMs,
        long producerIdleMs,
        int segmentBytes) {}
