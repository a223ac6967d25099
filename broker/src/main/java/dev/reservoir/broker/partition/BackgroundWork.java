package dev.reservoir.broker.partition;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A round of work that is done again and again on a thread of its own, with a pause before each,
 * from {@link #start} until {@link #close}. Any thread may close it and ask whether it is closed.
 */
final class BackgroundWork implements AutoCloseable {
    /** How long a close waits for the round that is under way. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Work that looks at {@link #isClosed} where it can stop early. */
    interface Round {
        /**
         * @throws InterruptedException when there are to be no more rounds
         */
        void run() throws InterruptedException;
    }

    private final String name;
    private final long pauseNanos;
    private final Round round;
    private volatile @Nullable Thread thread;
    private volatile boolean closed;

    /**
     * @param name of the thread
     * @param pauseMs before each round
     */
    BackgroundWork(String name, long pauseMs, Round round) {
        this.name = name;
        this.pauseNanos = TimeUnit.MILLISECONDS.toNanos(pauseMs);
        this.round = round;
    }

    /** Called once; without it nothing runs, and a close has nothing to wait for. */
    void start() {
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                LockSupport.parkNanos(pauseNanos);
                round.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Ends the rounds; the one under way is waited for, but not for long. */
    @Override
    public void close() {
        closed = true;
        Thread started = thread;
        if (started == null) {
            return;
        }
        LockSupport.unpark(started);
        try {
            started.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
