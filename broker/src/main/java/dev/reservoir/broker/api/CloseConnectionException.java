package dev.reservoir.broker.api;

/**
 * The connection must be closed, for the reason that the message gives in one line; no answer is
 * sent.
 */
public final class CloseConnectionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CloseConnectionException(String message) {
        super(message);
    }
}
