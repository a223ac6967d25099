package dev.reservoir.coord.transaction;

/**
 * Limits of transactions, Kafka's keys in brackets; milliseconds.
 *
 * @param maxTimeoutMs longest timeout that a producer may ask for ({@code
 *     transaction.max.timeout.ms})
 * @param waitMs how long a request waits for the transaction before it to end, before it is told to
 *     come again; under the request timeouts that clients set
 * @param retryMs pause before a marker that could not be written is tried again
 * @param idExpirationMs how long an id that is not used is kept ({@code
 *     transactional.id.expiration.ms})
 * @param cleanupIntervalMs pause between two looks for such ids ({@code
 *     transaction.remove.expired.transaction.cleanup.interval.ms})
 */
public record TransactionConfig(
        int maxTimeoutMs, long waitMs, long retryMs, long idExpirationMs, long cleanupIntervalMs) {
    public static final TransactionConfig DEFAULT =
            new TransactionConfig(900_000, 1_000, 1_000, 7L * 24 * 60 * 60 * 1000, 3_600_000);
}
