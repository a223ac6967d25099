package dev.reservoir.log;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;

/**
 * An operation that will be durable, or fail, once. Completed by one thread, awaited by any number.
 */
public final class Completion {
    private boolean done;
    private @Nullable StorageException failure;

    public synchronized boolean isDone() {
        return done;
    }

    /** Why it failed; null while it is under way and when it succeeded. */
    public synchronized @Nullable StorageException failure() {
        return failure;
    }

    public synchronized void succeed() {
        done = true;
        notifyAll();
    }

    public synchronized void fail(StorageException cause) {
        if (!done) {
            failure = cause;
            done = true;
            notifyAll();
        }
    }

    /**
     * Waits for the end.
     *
     * @throws StorageException when the operation failed
     */
    public synchronized void await() throws StorageException, InterruptedException {
        while (!done) {
            wait();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Waits for the end, but not longer than a time.
     *
     * @return whether it came
     * @throws StorageException when the operation failed
     */
    public synchronized boolean await(long timeoutMs)
            throws StorageException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!done) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        if (failure != null) {
            throw failure;
        }
        return true;
    }
}
