package dev.reservoir.log;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes one waiting thread when something it waits for may have come true. A raise before the wait
 * is remembered; raises may be spurious, so the waiter checks its condition again. Any thread
 * raises; one thread at a time waits.
 */
public final class Signal {
    private final AtomicBoolean raised = new AtomicBoolean();
    private volatile @Nullable Thread waiter;

    /** Wakes the waiter, or makes its next wait return at once. Never blocks. */
    public void raise() {
        raised.set(true);
        Thread waiting = waiter;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /**
     * Waits until the signal is raised, the time has passed, or the thread is interrupted, then
     * lowers it.
     *
     * @param nanos how long at most; {@link Long#MAX_VALUE} for as long as it takes
     * @return whether it was raised
     */
    public boolean await(long nanos) throws InterruptedException {
        long deadline = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + nanos;
        waiter = Thread.currentThread();
        try {
            while (!raised.get()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (!park(deadline)) {
                    break;
                }
            }
        } finally {
            waiter = null;
        }
        // One step: a raise that comes just after the time has passed must not be lost.
        return raised.getAndSet(false);
    }

    private boolean park(long deadline) {
        if (deadline == Long.MAX_VALUE) {
            LockSupport.park(this);
            return true;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        LockSupport.parkNanos(this, Math.min(left, TimeUnit.DAYS.toNanos(1)));
        return true;
    }
}
