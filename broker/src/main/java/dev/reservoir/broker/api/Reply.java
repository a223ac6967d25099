package dev.reservoir.broker.api;

import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a handler answers, perhaps later. The connection's sending thread awaits the replies of its
 * connection in request order; nothing else waits for them.
 */
public interface Reply {
    /** Whether {@link #begin} returns without waiting. Never blocks. */
    default boolean canBegin() {
        return true;
    }

    /**
     * Does what the connection's next request must come after: on the reading thread, which waits
     * if this waits. Called once, before {@link #isReady} and {@link #await}.
     */
    default void begin() throws InterruptedException {}

    /** Whether {@link #await} returns without waiting. Never blocks. */
    boolean isReady();

    /**
     * Waits for the answer; called once.
     *
     * @return the response, or null when the request gets none (Produce with {@code acks=0})
     * @throws CloseConnectionException when the connection must be closed without an answer
     */
    @Nullable ApiMessage await() throws InterruptedException;

    /**
     * Lets go of what {@link #await} opened for an answer that does not go out: it could not be
     * made, or not be encoded. Once it is encoded, whoever sends it lets go.
     */
    default void drop() {}

    /** An answer that is known already. */
    static Reply of(ApiMessage response) {
        return new Reply() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public ApiMessage await() {
                return response;
            }
        };
    }
}
