package dev.reservoir.cli.house.bench;

import org.jspecify.annotations.Nullable;

/**
 * What one part of a run came to.
 *
 * @param latencies from handing a record over to its acknowledgement; null where nothing is
 *     acknowledged
 */
record Measured(
        String phase, long records, long bytes, double seconds, @Nullable Latencies latencies) {

    long recordsPerSecond() {
        return Math.round(records / Math.max(seconds, 1e-3));
    }

    long bytesPerSecond() {
        return Math.round(bytes / Math.max(seconds, 1e-3));
    }
}
