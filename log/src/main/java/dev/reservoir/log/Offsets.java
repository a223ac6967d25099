package dev.reservoir.log;

/**
 * The offsets of a partition at one moment.
 *
 * @param start first offset that may be read
 * @param durable the high watermark: what lies below is durable and can be read
 * @param end the offset the next record gets; records from {@code durable} up to here are on their
 *     way
 */
public record Offsets(long start, long durable, long end) {}
