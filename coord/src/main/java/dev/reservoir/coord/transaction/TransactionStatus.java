package dev.reservoir.coord.transaction;

import dev.reservoir.coord.record.MalformedRecordException;

/** Where a transactional id stands, under Kafka's numbers and names. */
public enum TransactionStatus {
    /** A producer has it, and no transaction has begun. */
    EMPTY(0, "Empty"),
    ONGOING(1, "Ongoing"),
    /** It will be committed, whatever happens: markers are being written. */
    PREPARE_COMMIT(2, "PrepareCommit"),
    PREPARE_ABORT(3, "PrepareAbort"),
    COMPLETE_COMMIT(4, "CompleteCommit"),
    COMPLETE_ABORT(5, "CompleteAbort");

    private final int number;
    private final String title;

    TransactionStatus(int number, String title) {
        this.number = number;
        this.title = title;
    }

    byte number() {
        return (byte) number;
    }

    /** Kafka's name, such as {@code CompleteCommit}. */
    public String title() {
        return title;
    }

    /** Whether its outcome is decided and its markers are being written. */
    boolean isPrepared() {
        return this == PREPARE_COMMIT || this == PREPARE_ABORT;
    }

    /** Whether no transaction is under way. */
    boolean isIdle() {
        return this == EMPTY || this == COMPLETE_COMMIT || this == COMPLETE_ABORT;
    }

    boolean isCommit() {
        return this == PREPARE_COMMIT || this == COMPLETE_COMMIT;
    }

    static TransactionStatus of(byte number) {
        for (TransactionStatus status : values()) {
            if (status.number == number) {
                return status;
            }
        }
        throw new MalformedRecordException("a transaction has the unknown state " + number);
    }
}
