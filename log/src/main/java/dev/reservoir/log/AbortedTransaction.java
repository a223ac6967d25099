package dev.reservoir.log;

/**
 * A transaction that was aborted in a partition: a reader of committed records leaves out what its
 * producer wrote from the first offset up to the marker.
 *
 * @param firstOffset of its first record
 * @param lastOffset of its marker
 */
public record AbortedTransaction(long producerId, long firstOffset, long lastOffset) {}
