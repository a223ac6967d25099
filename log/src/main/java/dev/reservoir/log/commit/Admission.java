package dev.reservoir.log.commit;

import dev.reservoir.log.StorageException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Back-pressure in bytes: bounds what was admitted and is not applied yet, by a limit and by the
 * room the store has. Who comes first is served first. Thread-safe.
 */
public final class Admission {
    private static final class Waiter {
        final long bytes;
        boolean admitted;

        Waiter(long bytes) {
            this.bytes = bytes;
        }
    }

    private final long limit;
    private final LongSupplier room;
    private final Supplier<@Nullable StorageException> failure;
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private long inFlight;

    /**
     * @param limit bytes in flight at most; one larger request is admitted when nothing else is in
     *     flight
     * @param room bytes the store can take before something is freed; asked under a lock, so it
     *     answers at once
     * @param failure why nothing is admitted at all, if so
     */
    public Admission(long limit, LongSupplier room, Supplier<@Nullable StorageException> failure) {
        this.limit = limit;
        this.room = room;
        this.failure = failure;
    }

    /**
     * Admits bytes if there is room for them now.
     *
     * @throws StorageException what the store failed with
     */
    public synchronized boolean tryAdmit(long bytes) throws StorageException {
        check();
        boolean admitted = waiters.isEmpty() && fits(bytes);
        if (admitted) {
            inFlight += bytes;
        }
        return admitted;
    }

    /**
     * Admits bytes, or waits until there is room.
     *
     * @param timeoutMs how long at most
     * @throws StorageException BUSY after that time, or what the store failed with
     */
    public synchronized void admit(long bytes, long timeoutMs)
            throws StorageException, InterruptedException {
        if (tryAdmit(bytes)) {
            return;
        }
        Waiter waiter = new Waiter(bytes);
        waiters.add(waiter);
        try {
            await(waiter, timeoutMs);
        } finally {
            if (!waiter.admitted) {
                waiters.remove(waiter);
                admitWaiters();
            }
        }
    }

    private void await(Waiter waiter, long timeoutMs)
            throws StorageException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!waiter.admitted) {
            check();
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw busy(waiter.bytes);
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
    }

    private void check() throws StorageException {
        StorageException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private StorageException busy(long bytes) {
        return new StorageException(
                StorageException.Kind.BUSY,
                "no room for "
                        + bytes
                        + " bytes in the time given: "
                        + inFlight
                        + " bytes are in flight (limit "
                        + limit
                        + "), the journal has room for "
                        + room.getAsLong());
    }

    private boolean fits(long bytes) {
        boolean inLimit = inFlight == 0 || inFlight + bytes <= limit;
        return inLimit && inFlight < room.getAsLong();
    }

    /** Gives bytes back: applied, failed or withdrawn. */
    public synchronized void release(long bytes) {
        inFlight -= bytes;
        admitWaiters();
    }

    /** Looks again whether waiters fit: the store has more room, or it failed. */
    public synchronized void recheck() {
        admitWaiters();
        notifyAll();
    }

    private void admitWaiters() {
        boolean woken = false;
        for (Waiter first = waiters.peek();
                first != null && fits(first.bytes);
                first = waiters.peek()) {
            waiters.remove();
            inFlight += first.bytes;
            first.admitted = true;
            woken = true;
        }
        if (woken) {
            notifyAll();
        }
    }

    public synchronized long inFlight() {
        return inFlight;
    }
}
