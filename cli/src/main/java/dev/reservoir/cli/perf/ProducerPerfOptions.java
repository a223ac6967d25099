package dev.reservoir.cli.perf;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/** The options of {@code kafka-producer-perf-test}. */
final class ProducerPerfOptions {
    @Option(
            names = "--topic",
            required = true,
            paramLabel = "TOPIC",
            description = "The topic to write to.")
    String topic = "";

    @Option(
            names = "--num-records",
            required = true,
            paramLabel = "N",
            description = "How many records to send.")
    long records;

    @Option(
            names = "--throughput",
            required = true,
            paramLabel = "N",
            description = "Records a second, approximately; -1 for as fast as it goes.")
    double throughput;

    @Option(
            names = "--record-size",
            paramLabel = "BYTES",
            description = "Send random letters of this length.")
    @Nullable Integer recordSize;

    @Option(
            names = "--payload-file",
            paramLabel = "FILE",
            description = "Send random pieces of this UTF-8 file.")
    @Nullable String payloadFile;

    @Option(
            names = "--payload-delimiter",
            paramLabel = "TEXT",
            description =
                    "Stands between the pieces of --payload-file; a regular expression (\\n).")
    String payloadDelimiter = "\\n";

    @Option(names = "--payload-monotonic", description = "Send the numbers from 0 up.")
    boolean payloadMonotonic;

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT[,...]",
            description =
                    "The Kafka servers to connect to first; wins over the property"
                            + " bootstrap.servers.")
    @Nullable String bootstrapServer;

    @Option(
            names = "--command-property",
            arity = "1..*",
            paramLabel = "KEY=VALUE",
            description = "Properties of the producer: linger.ms=10 batch.size=32768.")
    List<String> commandProperties = new ArrayList<>();

    @Option(
            names = "--producer-props",
            arity = "1..*",
            paramLabel = "KEY=VALUE",
            description = "Old name of --command-property.")
    List<String> producerProps = new ArrayList<>();

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Producer properties in a file.")
    @Nullable String commandConfig;

    @Option(
            names = "--producer.config",
            paramLabel = "FILE",
            description = "Old name of --command-config.")
    @Nullable String producerConfig;

    @Option(names = "--print-metrics", description = "Print the producer's metrics at the end.")
    boolean printMetrics;

    @Option(
            names = "--transactional-id",
            paramLabel = "ID",
            description =
                    "Send in transactions under this id; wins over the property transactional.id.")
    @Nullable String transactionalId;

    @Option(
            names = "--transaction-duration-ms",
            paramLabel = "MS",
            description =
                    "Send in transactions of about this length (3000 with a transactional id).")
    @Nullable Long transactionDurationMs;

    @Option(
            names = "--warmup-records",
            paramLabel = "N",
            description =
                    "Leave so many records out of a second summary, that of the steady state (0).")
    long warmupRecords;

    @Option(
            names = "--reporting-interval",
            paramLabel = "MS",
            description = "The time between two lines of progress (5000).")
    long reportingIntervalMs = 5_000;
}
