package dev.reservoir.log.compact;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** So many bytes a second ({@code log.cleaner.io.max.bytes.per.second}). Thread-safe. */
public final class ByteRate implements Throttle {
    /** What may be used at once after a pause, in nanoseconds' worth of bytes. */
    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final double bytesPerSecond;
    private final LongSupplier nanos;
    private long paidUntil;

    /**
     * @param bytesPerSecond above 0
     * @param nanos a clock that never jumps, as {@link System#nanoTime}
     */
    public ByteRate(double bytesPerSecond, LongSupplier nanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanos = nanos;
        this.paidUntil = nanos.getAsLong();
    }

    @Override
    public void used(long bytes) throws InterruptedException {
        long wait;
        synchronized (this) {
            long now = nanos.getAsLong();
            long cost = (long) (bytes / bytesPerSecond * TimeUnit.SECONDS.toNanos(1));
            paidUntil = Math.max(paidUntil, now - BURST_NANOS) + cost;
            wait = paidUntil - now;
        }
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }
}
