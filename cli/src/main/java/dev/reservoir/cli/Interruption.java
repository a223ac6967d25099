package dev.reservoir.cli;

import java.util.concurrent.CountDownLatch;

/**
 * What happens at Ctrl+C (and at SIGTERM): something is told to stop, and the process ends when
 * {@link #close} says that it has.
 */
public final class Interruption implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean requested;

    /**
     * From now on Ctrl+C calls this; to be said once.
     *
     * @param stop returns at once; called on a thread of its own, at most once
     */
    public void calls(Runnable stop) {
        Runnable hook =
                () -> {
                    requested = true;
                    stop.run();
                    try {
                        done.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                };
        Runtime.getRuntime().addShutdownHook(new Thread(hook, "interruption"));
    }

    /** Whether it was pressed. */
    public boolean requested() {
        return requested;
    }

    @Override
    public void close() {
        done.countDown();
    }
}
