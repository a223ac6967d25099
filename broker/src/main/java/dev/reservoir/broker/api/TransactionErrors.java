package dev.reservoir.broker.api;

import dev.reservoir.coord.transaction.TransactionError;

import org.apache.kafka.common.protocol.Errors;

/** The transaction coordinator's errors under their Kafka codes: the names are the same. */
final class TransactionErrors {
    private TransactionErrors() {}

    static Errors of(TransactionError error) {
        return Errors.valueOf(error.name());
    }

    /** Older versions know no PRODUCER_FENCED (KIP-588). */
    static Errors of(TransactionError error, short version, int fencedSince) {
        return error == TransactionError.PRODUCER_FENCED && version < fencedSince
                ? Errors.INVALID_PRODUCER_EPOCH
                : of(error);
    }

    /**
     * The error of a write whose partition the coordinator was asked for.
     *
     * @param abortable whether the request's version knows TRANSACTION_ABORTABLE (KIP-890)
     */
    static Errors ofWrite(TransactionError error, boolean abortable) {
        return switch (error) {
            case PRODUCER_FENCED -> Errors.INVALID_PRODUCER_EPOCH;
            case TRANSACTION_ABORTABLE ->
                    abortable ? Errors.TRANSACTION_ABORTABLE : Errors.INVALID_TXN_STATE;
            default -> of(error);
        };
    }
}
