package dev.reservoir.log;

import java.util.List;

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
    private final List<Integer> records;

    public AppendRefusedException(Reason reason, String message) {
        this(reason, message, List.of());
    }

    /**
     * @param records see {@link #records}
     */
    public AppendRefusedException(Reason reason, String message, List<Integer> records) {
        super(message);
        this.reason = reason;
        this.records = List.copyOf(records);
    }

    /** Indexes in the batch of records that break the rule; empty when it is about the whole. */
    public List<Integer> records() {
        return records;
    }

    public Reason reason() {
        return reason;
    }
}
