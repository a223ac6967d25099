package dev.reservoir.log;

/**
 * How an engine lays out one partition.
 *
 * @param segmentBytes size at which a segment is closed ({@code segment.bytes})
 * @param segmentMs age, in milliseconds by record timestamp, at which it is closed ({@code
 *     segment.ms})
 * @param indexIntervalBytes bytes between two index entries ({@code index.interval.bytes})
 */
public record StoreConfig(int segmentBytes, long segmentMs, int indexIntervalBytes) {
    public static final StoreConfig DEFAULT =
            new StoreConfig(1 << 30, 7L * 24 * 60 * 60 * 1000, 4096);
}
