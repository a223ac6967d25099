package dev.reservoir.coord.transaction;

/**
 * Names a timer.
 *
 * @param transactionalId "" for the shard's own
 */
public record TransactionTimer(Kind kind, String transactionalId) {

    /** What happens when it fires. */
    public enum Kind {
        /** A transaction is aborted. */
        TIMEOUT,
        /** Who waits for a transaction to end is told to come again. */
        WAIT,
        /** Markers are tried again. */
        RETRY,
        /** Ids that were not used may be forgotten. */
        CLEANUP
    }

    static final TransactionTimer CLEANUP = new TransactionTimer(Kind.CLEANUP, "");

    static TransactionTimer timeout(String id) {
        return new TransactionTimer(Kind.TIMEOUT, id);
    }

    static TransactionTimer waiting(String id) {
        return new TransactionTimer(Kind.WAIT, id);
    }

    static TransactionTimer retry(String id) {
        return new TransactionTimer(Kind.RETRY, id);
    }
}
