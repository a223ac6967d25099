package dev.reservoir.orders.demo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The user's wish to end. The first Ctrl+C asks for an orderly end, the second leaves at once, and
 * so does a terminal that goes away; the leashes of the children see to it that none is left.
 */
final class Ending {
    private static final int LEFT_AT_ONCE = 130;

    private final PrintStream err;
    private final Path directory;
    private final CountDownLatch wanted = new CountDownLatch(1);
    private volatile Runnable lastly = () -> {};

    /**
     * @param directory where the databases are, which stay if the program is left at once
     */
    Ending(PrintStream err, Path directory) {
        this.err = err;
        this.directory = directory;
    }

    /**
     * From now on signals are heeded here.
     *
     * @param beforeLeaving done when the program is left at once
     */
    void listen(Runnable beforeLeaving) {
        lastly = beforeLeaving;
        Signals.handle("INT", this::asked);
        Signals.handle("TERM", this::asked);
        Signals.handle("HUP", this::leave);
    }

    private synchronized void asked() {
        if (wanted.getCount() == 0) {
            leave();
        }
        wanted.countDown();
    }

    private void leave() {
        lastly.run();
        err.println(
                "Left at once, before anything could be concluded. The databases are in "
                        + directory
                        + ".");
        err.flush();
        Runtime.getRuntime().halt(LEFT_AT_ONCE);
    }

    /** Waits so long, or until an end is wanted; returns whether it is. */
    boolean isWantedWithin(long ms) throws InterruptedException {
        return wanted.await(ms, TimeUnit.MILLISECONDS);
    }
}
