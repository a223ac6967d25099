package dev.reservoir.log;

/**
 * A record that was looked up by time.
 *
 * @param timestamp its timestamp in milliseconds
 * @param leaderEpoch epoch of its batch
 */
public record FoundOffset(long offset, long timestamp, int leaderEpoch) {}
