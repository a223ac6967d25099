package dev.reservoir.broker;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The parts of a broker that were started, to be closed in the opposite order: each is closed
 * whatever becomes of the others. Used by one thread at a time.
 */
final class StartedParts implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /** Takes a part that has just been started. */
    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** Closes all parts after a start that failed; what fails here is suppressed by its cause. */
    void closeAfter(Throwable cause) {
        try {
            close();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        IllegalStateException unclean = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                if (unclean == null) {
                    unclean = new IllegalStateException("the broker did not stop cleanly", e);
                } else {
                    unclean.addSuppressed(e);
                }
            }
        }
        if (unclean != null) {
            throw unclean;
        }
    }
}
