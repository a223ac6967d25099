package dev.reservoir.broker.fetch;

/** The session a fetch names cannot be gone on with; the client starts a new one. */
public final class FetchSessionException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, under the names of Kafka's error codes. */
    public enum Reason {
        FETCH_SESSION_ID_NOT_FOUND,
        INVALID_FETCH_SESSION_EPOCH,
        FETCH_SESSION_TOPIC_ID_ERROR
    }

    private final Reason reason;

    FetchSessionException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
