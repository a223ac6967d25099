package dev.reservoir.cli.kafka.perf;

import dev.reservoir.cli.explain.Advice;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;

/**
 * What the producer's test prints. Records are added by the producer's thread, the summary is taken
 * after it has stopped.
 */
final class ProducerReport {
    private final PrintStream out;
    private final PrintStream err;
    private final long intervalMs;
    private final LatencyStats all;
    private volatile @Nullable LatencyStats steady;
    private volatile long unsent;

    ProducerReport(PrintStream out, PrintStream err, long intervalMs, long records, long now) {
        this.out = out;
        this.err = err;
        this.intervalMs = intervalMs;
        this.all = new LatencyStats(records, now);
    }

    /** From the next record on the state is steady. */
    void warmedUp(long records, long now) {
        steady = new LatencyStats(records, now);
    }

    /**
     * Counts a record that was acknowledged. {@code inSteadyState}: it was sent after the warm-up.
     */
    void sent(int latency, int size, boolean inSteadyState, long now) {
        all.record(latency, size);
        LatencyStats second = steady;
        if (second != null && inSteadyState) {
            second.record(latency, size);
            if (second.windowAge(now) >= intervalMs) {
                if (second.firstWindow()) {
                    out.println("In steady state.");
                }
                second.progress(now);
            }
        }
        if (all.windowAge(now) >= intervalMs) {
            out.println(all.progress(now));
            out.flush();
        }
    }

    /** Counts a record that was not sent; the first one's error is printed. */
    void unsent(Exception error) {
        synchronized (err) {
            if (unsent++ == 0) {
                err.println("Error: a record was not sent: " + Advice.told(error));
            }
        }
    }

    /** Prints the summary. */
    void summary(long now) {
        out.println(all.total("", now));
        LatencyStats second = steady;
        if (second != null) {
            out.println(second.total(" steady state", now));
        }
        if (unsent > 0) {
            err.println("Error: " + unsent + " records were not sent");
        }
    }
}
