package dev.reservoir.cli.kafka.perf;

import java.util.Arrays;
import java.util.Locale;

/**
 * Counts records, bytes and latencies, over the whole run and since the last line of progress. Used
 * by one thread at a time. Times are milliseconds.
 */
final class LatencyStats {
    /** Beyond so many records only every nth latency is kept. */
    private static final long MAX_SAMPLES = 500_000;

    private static final double MB = 1024.0 * 1024.0;

    private final long start;
    private final long sampling;
    private final int[] samples;
    private int sampled;
    private long count;
    private long bytes;
    private long totalLatency;
    private int maxLatency;
    private Window window;

    /** What happened since a line of progress was printed. */
    private static final class Window {
        private final long start;
        private long count;
        private long bytes;
        private long totalLatency;
        private int maxLatency;

        private Window(long start) {
            this.start = start;
        }
    }

    LatencyStats(long records, long now) {
        this.start = now;
        this.sampling = Math.max(1, records / Math.min(records, MAX_SAMPLES));
        this.samples = new int[(int) (records / sampling) + 1];
        this.window = new Window(now);
    }

    void record(int latency, int size) {
        if (count % sampling == 0 && sampled < samples.length) {
            samples[sampled++] = latency;
        }
        count++;
        bytes += size;
        totalLatency += latency;
        maxLatency = Math.max(maxLatency, latency);
        window.count++;
        window.bytes += size;
        window.totalLatency += latency;
        window.maxLatency = Math.max(window.maxLatency, latency);
    }

    long windowAge(long now) {
        return now - window.start;
    }

    /** Whether no line of progress has been printed yet. */
    boolean firstWindow() {
        return window.count == count;
    }

    /** The line of progress; a new window begins. */
    String progress(long now) {
        double seconds = Math.max(1, now - window.start) / 1000.0;
        String line =
                String.format(
                        Locale.ROOT,
                        "%d records sent, %.1f records/sec (%.2f MB/sec), %.1f ms avg latency, %.1f"
                                + " ms max latency.",
                        window.count,
                        window.count / seconds,
                        window.bytes / seconds / MB,
                        window.totalLatency / (double) window.count,
                        (double) window.maxLatency);
        window = new Window(now);
        return line;
    }

    /** The last line; {@code what} stands behind the number of records. */
    String total(String what, long now) {
        double seconds = Math.max(1, now - start) / 1000.0;
        Arrays.sort(samples, 0, sampled);
        return String.format(
                Locale.ROOT,
                "%d%s records sent, %f records/sec (%.2f MB/sec), %.2f ms avg latency, %.2f ms max"
                        + " latency, %d ms 50th, %d ms 95th, %d ms 99th, %d ms 99.9th.",
                count,
                what,
                count / seconds,
                bytes / seconds / MB,
                count == 0 ? 0 : totalLatency / (double) count,
                (double) maxLatency,
                percentile(0.5),
                percentile(0.95),
                percentile(0.99),
                percentile(0.999));
    }

    private int percentile(double share) {
        return sampled == 0 ? 0 : samples[Math.min(sampled - 1, (int) (share * sampled))];
    }
}
