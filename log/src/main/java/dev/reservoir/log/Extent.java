package dev.reservoir.log;

/**
 * A run of a partition that storage keeps or removes as a whole: a segment file.
 *
 * @param base its first offset
 * @param next the offset behind it
 * @param bytes its size
 * @param firstTimestamp of its first batch, the largest in that, milliseconds; -1 when it has none
 * @param maxTimestamp largest record timestamp in it, milliseconds; -1 when it has none
 * @param settled whether it is closed and lies below the last checkpoint, so that it may be
 *     replaced (compaction)
 */
public record Extent(
        long base,
        long next,
        long bytes,
        long firstTimestamp,
        long maxTimestamp,
        boolean settled) {}
