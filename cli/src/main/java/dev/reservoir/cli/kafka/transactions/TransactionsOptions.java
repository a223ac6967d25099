package dev.reservoir.cli.kafka.transactions;

import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Positional;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** The options of {@code kafka-transactions} besides the connection. */
final class TransactionsOptions {
    /** Kafka's own default of {@code transaction.max.timeout.ms}. */
    private static final int USUAL_TIMEOUT_MINUTES = 15;

    String command = "";
    @Nullable Long durationFilter;
    @Nullable String idPattern;
    @Nullable String transactionalId;
    @Nullable String idToTerminate;
    @Nullable String topic;
    @Nullable Integer partition;
    @Nullable Integer brokerId;
    @Nullable Long startOffset;
    @Nullable Long producerId;
    @Nullable Short producerEpoch;
    @Nullable Integer coordinatorEpoch;
    int maxTimeoutMinutes = USUAL_TIMEOUT_MINUTES;

    /** Adds the command and these options to a command's table. */
    void declare(OptionTable options) {
        options.positional(
                Positional.one(
                        "COMMAND",
                        """
                        list: the transactional ids and their states
                        describe: the transaction of a transactional id
                        describe-producers: who wrote to a partition, with a transaction or without
                        abort: end a hanging transaction in one partition
                        find-hanging: open transactions that nobody will end
                        forceTerminateTransaction: abort the transaction of a transactional id\
                        """,
                        value -> command = value));
        declareIds(options);
        declarePlace(options);
        declareProducer(options);
    }

    private void declareIds(OptionTable options) {
        options.number(
                "--duration-filter",
                "MS",
                "With list: only transactions that have been open for longer. A number below 0 is"
                        + " no limit.",
                value -> durationFilter = value);
        options.value(
                "--transactional-id-pattern",
                "REGEX",
                "With list: only transactional ids that match the regular expression (RE2/J's"
                        + " syntax).",
                value -> idPattern = value);
        options.value(
                "--transactional-id",
                "ID",
                "With describe: the transactional id.",
                value -> transactionalId = value);
        options.value(
                "--transactionalId",
                "ID",
                "With forceTerminateTransaction: the transactional id.",
                value -> idToTerminate = value);
    }

    private void declarePlace(OptionTable options) {
        options.value(
                "--topic",
                "TOPIC",
                "With describe-producers, abort and find-hanging: the topic.",
                value -> topic = value);
        options.integer(
                "--partition", "N", "With --topic: the partition.", value -> partition = value);
        options.integer(
                "--broker-id",
                "ID",
                "With describe-producers: the replica that is asked, instead of the leader. With"
                        + " find-hanging: the broker whose partitions are searched.",
                value -> brokerId = value);
        options.integer(
                "--max-transaction-timeout",
                "MINUTES",
                "With find-hanging: only transactions that have been open for longer (default: "
                        + USUAL_TIMEOUT_MINUTES
                        + ").",
                value -> maxTimeoutMinutes = value);
    }

    private void declareProducer(OptionTable options) {
        options.number(
                "--start-offset",
                "OFFSET",
                "With abort: where the transaction starts in the partition.",
                value -> startOffset = value);
        options.number(
                "--producer-id",
                "ID",
                "With abort, instead of --start-offset where the broker is older than 3.0: the"
                        + " producer id, with the two options below.",
                value -> producerId = value);
        options.integer(
                "--producer-epoch",
                "EPOCH",
                "With --producer-id: the producer's epoch.",
                value -> producerEpoch = epoch(value));
        options.integer(
                "--coordinator-epoch",
                "EPOCH",
                "With --producer-id: the transaction coordinator's epoch.",
                value -> coordinatorEpoch = value);
    }

    private static short epoch(int number) {
        if (number != (short) number) {
            throw new UsageException(
                    "--producer-epoch takes numbers up to " + Short.MAX_VALUE + ", not " + number);
        }
        return (short) number;
    }

    /** The partition, where it is obligatory. */
    TopicPartition requiredPartition() {
        return new TopicPartition(Objects.requireNonNull(topic), Objects.requireNonNull(partition));
    }
}
