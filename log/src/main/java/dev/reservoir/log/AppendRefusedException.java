package dev.reservoir.log;

/**
 * A batch breaks a rule; nothing was written. The message names the rule, the value and where to
 * change it.
 */
public final class AppendRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, under the names of Kafka's error codes. */
    public enum Reason {
        CORRUPT_MESSAGE,
        INVALID_RECORD,
        INVALID_TIMESTAMP,
        MESSAGE_TOO_LARGE,
        UNSUPPORTED_FOR_MESSAGE_FORMAT,
        INVALID_PRODUCER_EPOCH,
        OUT_OF_ORDER_SEQUENCE_NUMBER,
        INVALID_TXN_STATE,
        TRANSACTION_COORDINATOR_FENCED
    }

    private final Reason reason;

    public AppendRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
