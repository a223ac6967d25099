package dev.reservoir.cli.house.check;

import dev.reservoir.cli.KeyValues;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** Whether the disk syncs fast: each acknowledgement waits for one. */
final class SyncCheck implements Check {
    /** Measures; may take a second. */
    @FunctionalInterface
    interface Measurement {
        SyncTimes measure() throws IOException;
    }

    static final double SLOW_MEDIAN_MS = 10;
    static final double SLOW_P99_MS = 100;
    private static final String WHAT = "sync speed";
    private static final String WHY = "Each acknowledgement waits for a sync.";
    private static final String REMEDY =
            "Use a local SSD or NVMe disk for --data-dir. flush.policy=os does not wait for syncs,"
                    + " and loses acknowledged records in a power cut.";

    private final Measurement measurement;

    SyncCheck(Measurement measurement) {
        this.measurement = measurement;
    }

    @Override
    public Verdict look() {
        SyncTimes times;
        try {
            times = measurement.measure();
        } catch (IOException e) {
            return new Verdict.Warn(
                    WHAT,
                    "not measured",
                    "A file could not be written: " + reason(e) + ".",
                    "See what is said of the data directory.");
        }
        String value =
                "4 KB in %.2f ms (median), %.2f ms (99th percentile) over %d writes"
                        .formatted(times.medianMs(), times.p99Ms(), times.writes());
        return times.medianMs() > SLOW_MEDIAN_MS || times.p99Ms() > SLOW_P99_MS
                ? new Verdict.Warn(WHAT, value, WHY, REMEDY)
                : new Verdict.Ok(WHAT, value);
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : KeyValues.reason(e);
    }
}
