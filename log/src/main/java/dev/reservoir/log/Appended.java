package dev.reservoir.log;

/**
 * Where a batch went.
 *
 * @param baseOffset offset of its first record; for a duplicate that of the first writing
 * @param nextOffset the offset behind it: it is acknowledged when {@link Offsets#durable} has
 *     reached this
 * @param appendTime the broker's timestamp when the topic uses log-append time, otherwise -1
 * @param logStart first offset of the log
 */
public record Appended(long baseOffset, long nextOffset, long appendTime, long logStart) {}
