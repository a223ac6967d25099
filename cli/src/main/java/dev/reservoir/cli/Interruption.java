package dev.reservoir.cli;

import java.util.concurrent.CountDownLatch;

/**
 * What happens at Ctrl+C (and at SIGTERM): something is told to stop, and the process ends when
 * {@link #close} says that it has.
 */
public final class Interruption implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean requested;

    private Interruption() {}

    /**
     * @param stop returns at once; called on a thread of its own, at most once
     */
    public static Interruption calls(Runnable stop) {
        Interruption interruption = new Interruption();
        Runnable hook =
                () -> {
                    interruption.requested = true;
                    stop.run();
                    try {
                        interruption.done.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                };
        Runtime.getRuntime().addShutdownHook(new Thread(hook, "interruption"));
        return interruption;
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
