package dev.reservoir.cli.kafka.transactions;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;

import java.util.Objects;

/** {@code abort}: ends a transaction in one partition, past its coordinator. */
final class AbortTransaction {
    private final TransactionsOptions options;

    AbortTransaction(TransactionsOptions options) {
        this.options = options;
    }

    /** Refuses what does not name a transaction. */
    static void check(GivenOptions given) {
        if (given.count("--start-offset", "--producer-id") == 0) {
            throw new UsageException(
                    "The transaction to abort must be identified either with --start-offset (for"
                            + " brokers on 3.0 or above) or with --producer-id, --producer-epoch,"
                            + " and --coordinator-epoch (for older brokers)");
        }
        if (!given.has("--start-offset")) {
            given.requireAll("--producer-epoch", "--coordinator-epoch");
        }
    }

    void run(Admin admin) {
        AbortTransactionSpec spec = options.startOffset == null ? asGiven() : found(admin);
        Failures.await(admin.abortTransaction(spec).all(), "Failed to abort transaction " + spec);
    }

    private AbortTransactionSpec asGiven() {
        // A producer whose first transaction hangs is shown with the coordinator epoch -1, which
        // brokers refuse; 0 is not above any.
        return new AbortTransactionSpec(
                options.requiredPartition(),
                Objects.requireNonNull(options.producerId),
                Objects.requireNonNull(options.producerEpoch),
                Math.max(0, Objects.requireNonNull(options.coordinatorEpoch)));
    }

    private AbortTransactionSpec found(Admin admin) {
        TopicPartition partition = options.requiredPartition();
        long offset = Objects.requireNonNull(options.startOffset);
        String attempt = "Failed to validate producer state for partition " + partition;
        ProducerState producer =
                Producers.of(admin, partition, null, attempt).stream()
                        .filter(each ->
                                each.currentTransactionStartOffset().isPresent()
                                        && each.currentTransactionStartOffset().getAsLong()
                                                == offset)
                        .findFirst()
                        .orElseThrow(() ->
                                new CommandFailure(
                                        "Could not find any open transactions starting at offset "
                                                + offset
                                                + " on partition "
                                                + partition));
        return new AbortTransactionSpec(
                partition,
                producer.producerId(),
                (short) producer.producerEpoch(),
                producer.coordinatorEpoch().orElse(0));
    }
}
