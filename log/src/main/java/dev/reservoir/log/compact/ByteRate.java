package dev.reservoir.log.compact;

import java.util.concurrent.TimeUnit;

/** So many bytes a second ({@code log.cleaner.io.max.bytes.per.second}). Thread-safe. */
public final class ByteRate implements Throttle {
    /** What may be used at once after a pause, in nanoseconds' worth of bytes. */
    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A clock that never jumps, and waiting by it. */
    public interface Time {
        /** As {@link System#nanoTime}. */
        long nanos();

        /** Waits. */
        void sleep(long nanos) throws InterruptedException;
    }

    private final double bytesPerSecond;
    private final Time time;
    private long paidUntil;

    /**
     * @param bytesPerSecond above 0
     */
    public ByteRate(double bytesPerSecond, Time time) {
        this.bytesPerSecond = bytesPerSecond;
        this.time = time;
        this.paidUntil = time.nanos();
    }

    @Override
    public void used(long bytes) throws InterruptedException {
        long wait;
        synchronized (this) {
            long now = time.nanos();
            long cost = (long) (bytes / bytesPerSecond * TimeUnit.SECONDS.toNanos(1));
            paidUntil = Math.max(paidUntil, now - BURST_NANOS) + cost;
            wait = paidUntil - now;
        }
        if (wait > 0) {
            time.sleep(wait);
        }
    }
}
