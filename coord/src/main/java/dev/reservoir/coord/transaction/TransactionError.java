package dev.reservoir.coord.transaction;

import dev.reservoir.coord.runner.Refusal;

/** What can be wrong with a request, under the names of Kafka's error codes. */
public enum TransactionError {
    NONE,
    UNKNOWN_SERVER_ERROR,
    COORDINATOR_LOAD_IN_PROGRESS,
    COORDINATOR_NOT_AVAILABLE,
    INVALID_REQUEST,
    INVALID_TRANSACTION_TIMEOUT,
    INVALID_PRODUCER_ID_MAPPING,
    INVALID_TXN_STATE,
    PRODUCER_FENCED,
    CONCURRENT_TRANSACTIONS,
    TRANSACTION_ABORTABLE,
    TRANSACTIONAL_ID_NOT_FOUND;

    /** The error for a command that was not decided; clients try again on the first two. */
    static TransactionError of(Refusal why) {
        return switch (why) {
            case LOADING -> COORDINATOR_LOAD_IN_PROGRESS;
            case UNAVAILABLE -> COORDINATOR_NOT_AVAILABLE;
            case FAILED -> UNKNOWN_SERVER_ERROR;
        };
    }
}
