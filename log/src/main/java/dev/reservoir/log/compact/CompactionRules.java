package dev.reservoir.log.compact;

/**
 * How a topic is compacted, Kafka's keys in brackets.
 *
 * @param minDirtyRatio share of the log that must be new, and more, before a pass is worth it
 *     ({@code min.cleanable.dirty.ratio})
 * @param minLagMs how long a record is safe from compaction ({@code min.compaction.lag.ms})
 * @param maxLagMs after how long a record is looked at whatever the share ({@code
 *     max.compaction.lag.ms}, KIP-354)
 * @param deleteRetentionMs how long tombstones and the markers of transactions stay ({@code
 *     delete.retention.ms})
 * @param segmentBytes size up to which small extents are put together ({@code segment.bytes})
 */
public record CompactionRules(
        double minDirtyRatio,
        long minLagMs,
        long maxLagMs,
        long deleteRetentionMs,
        int segmentBytes) {}
