package dev.reservoir.broker.net;

import dev.reservoir.wire.Response;

import org.jspecify.annotations.Nullable;

/**
 * A request that was taken and its answer, perhaps still to come: what a {@link Connection} queues
 * in request order.
 */
public interface Exchange {
    /** Whether {@link #begin} returns without waiting. Never blocks. */
    boolean canBegin();

    /**
     * Does what the connection's next request must come after; may wait for others. Called once,
     * before the answer is asked for.
     */
    void begin() throws InterruptedException;

    /** Whether {@link #await} returns without waiting. */
    boolean isReady();

    /**
     * Waits for the encoded answer; called once. The caller closes it.
     *
     * @return null when the request gets no answer
     * @throws CloseException when the connection must be closed instead
     */
    @Nullable Response await() throws InterruptedException, CloseException;

    /** The connection must be closed; the message says why in one line. */
    final class CloseException extends Exception {
        private static final long serialVersionUID = 1L;

        public CloseException(String message) {
            super(message);
        }
    }
}
