package dev.reservoir.log;

/**
 * Where a leader epoch ended, as OffsetForLeaderEpoch answers it (KIP-320).
 *
 * @param epoch the largest known epoch that is not above the one asked for; -1 when there is none
 * @param offset the offset behind its last record; -1 when unknown
 */
public record EpochEnd(int epoch, long offset) {
    public static final EpochEnd UNKNOWN = new EpochEnd(-1, -1);
}
