package dev.reservoir.broker.api;

/** The connection must be closed without an answer. */
public final class CloseConnectionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * @param reason one line for the broker's log
     */
    public CloseConnectionException(String reason) {
        super(reason);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
