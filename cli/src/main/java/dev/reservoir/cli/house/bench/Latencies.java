package dev.reservoir.cli.house.bench;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts times in buckets, each at most a sixteenth wider than it is long, so that memory does not
 * grow with what is counted. Safe for many threads.
 */
final class Latencies {
    private static final int STEPS = 16;
    private static final int STEP_BITS = 4;

    private final AtomicLongArray buckets = new AtomicLongArray((Long.SIZE - STEP_BITS) * STEPS);

    void add(long nanos) {
        buckets.incrementAndGet(bucket(Math.max(0, nanos)));
    }

    private static int bucket(long nanos) {
        if (nanos < STEPS) {
            return (int) nanos;
        }
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        int step = (int) (nanos >> (power - STEP_BITS)) & (STEPS - 1);
        return (power - STEP_BITS + 1) * STEPS + step;
    }

    /** The middle of the bucket, in nanoseconds. */
    private static double middle(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int power = bucket / STEPS - 1 + STEP_BITS;
        return (double) (1L << (power - STEP_BITS)) * (STEPS + bucket % STEPS + 0.5);
    }

    /** The time, in milliseconds, that this share of what was counted does not exceed. */
    double percentileMs(double share) {
        long total = 0;
        for (int i = 0; i < buckets.length(); i++) {
            total += buckets.get(i);
        }
        long wanted = (long) Math.ceil(total * share);
        long seen = 0;
        for (int i = 0; i < buckets.length(); i++) {
            seen += buckets.get(i);
            if (seen >= wanted && seen > 0) {
                return middle(i) / 1e6;
            }
        }
        return 0;
    }
}
