package dev.reservoir.wire;

/**
 * Bytes that are no request of the protocol. The message says in one line what they look like; the
 * connection is to be closed.
 */
public final class MalformedRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedRequestException(String message) {
        super(message);
    }

    public MalformedRequestException(String message, Throwable cause) {
        super(message, cause);
    }
}
