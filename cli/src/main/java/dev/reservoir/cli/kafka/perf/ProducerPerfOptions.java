package dev.reservoir.cli.kafka.perf;

import dev.reservoir.cli.ClientOptions;
import dev.reservoir.cli.OptionTable;

import org.jspecify.annotations.Nullable;

/** The options of {@code kafka-producer-perf-test}. */
final class ProducerPerfOptions {
    final ClientOptions client = new ClientOptions(ClientOptions.Kind.PRODUCER, "--producer-props");
    long records;
    double throughput;
    @Nullable Integer recordSize;
    @Nullable String payloadFile;
    String payloadDelimiter = "\\n";
    boolean payloadMonotonic;
    boolean printMetrics;
    @Nullable String transactionalId;
    @Nullable Long transactionDurationMs;
    long warmupRecords;
    long reportingIntervalMs = 5_000;

    /** Adds these options to a command's table. */
    void declare(OptionTable options) {
        client.declare(
                options,
                "The Kafka servers to connect to first; wins over the property"
                        + " bootstrap.servers.");
        client.declareSeveralProperties(
                options, "Properties of the producer: linger.ms=10 batch.size=32768.");
        options.require("--topic");
        options.refuseExtra();
        transactions(options);
        load(options);
    }

    private void transactions(OptionTable options) {
        options.value(
                "--transactional-id",
                "ID",
                "Send in transactions under this id; wins over the property transactional.id.",
                value -> transactionalId = value);
        options.number(
                "--transaction-duration-ms",
                "MS",
                "Send in transactions of about this length (3000 with a transactional id).",
                value -> transactionDurationMs = value);
    }

    private void load(OptionTable options) {
        options.number("--num-records", "N", "How many records to send.", value -> records = value);
        options.require("--num-records");
        options.decimal(
                "--throughput",
                "N",
                "Records a second, approximately; -1 for as fast as it goes.",
                value -> throughput = value);
        options.require("--throughput");
        options.integer(
                "--record-size",
                "BYTES",
                "Send random letters of this length.",
                value -> recordSize = value);
        options.value(
                "--payload-file",
                "FILE",
                "Send random pieces of this UTF-8 file.",
                value -> payloadFile = value);
        options.value(
                "--payload-delimiter",
                "TEXT",
                "Stands between the pieces of --payload-file; a regular expression (\\n).",
                value -> payloadDelimiter = value);
        options.flag(
                "--payload-monotonic",
                "Send the numbers from 0 up.",
                () -> payloadMonotonic = true);
        options.flag(
                "--print-metrics",
                "Print the producer's metrics at the end.",
                () -> printMetrics = true);
        options.number(
                "--warmup-records",
                "N",
                "Leave so many records out of a second summary, that of the steady state (0).",
                value -> warmupRecords = value);
        options.number(
                "--reporting-interval",
                "MS",
                "The time between two lines of progress (5000).",
                value -> reportingIntervalMs = value);
    }
}
