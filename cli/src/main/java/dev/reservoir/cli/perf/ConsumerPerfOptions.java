package dev.reservoir.cli.perf;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/** The options of {@code kafka-consumer-perf-test}. */
final class ConsumerPerfOptions {
    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT[,...]",
            description = "The Kafka servers to connect to first. Required.")
    @Nullable String bootstrapServer;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "The topic to read.")
    @Nullable String topic;

    @Option(
            names = "--include",
            paramLabel = "REGEX",
            description = "Read every topic whose name matches (Java regex).")
    @Nullable String include;

    @Option(
            names = "--num-records",
            paramLabel = "N",
            description = "How many records to read. Required.")
    @Nullable Long records;

    @Option(names = "--messages", paramLabel = "N", description = "Old name of --num-records.")
    @Nullable Long messages;

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            description = "The consumer group; a new one without it.")
    @Nullable String group;

    @Option(
            names = "--fetch-size",
            paramLabel = "BYTES",
            description = "max.partition.fetch.bytes (1048576).")
    int fetchSize = 1024 * 1024;

    @Option(
            names = "--socket-buffer-size",
            paramLabel = "BYTES",
            description = "receive.buffer.bytes (2097152).")
    int socketBufferSize = 2 * 1024 * 1024;

    @Option(
            names = "--from-latest",
            description =
                    "Start with the next record where the group has no offset yet, not with the"
                            + " earliest.")
    boolean fromLatest;

    @Option(
            names = "--timeout",
            arity = "0..1",
            fallbackValue = "10000",
            paramLabel = "MS",
            description = "Leave when no record came for so long (10000).")
    long timeoutMs = 10_000;

    @Option(
            names = "--reporting-interval",
            paramLabel = "MS",
            description = "The time between two lines of --show-detailed-stats (5000).")
    long reportingIntervalMs = 5_000;

    @Option(
            names = "--show-detailed-stats",
            description = "Print a line each interval, not one at the end.")
    boolean detailed;

    @Option(names = "--hide-header", description = "Leave the line with the columns' names out.")
    boolean hideHeader;

    @Option(
            names = "--date-format",
            paramLabel = "PATTERN",
            description =
                    "How times look, a pattern of java.text.SimpleDateFormat (yyyy-MM-dd"
                            + " HH:mm:ss:SSS).")
    String dateFormat = "yyyy-MM-dd HH:mm:ss:SSS";

    @Option(names = "--print-metrics", description = "Print the consumer's metrics at the end.")
    boolean printMetrics;

    @Option(
            names = "--command-property",
            paramLabel = "KEY=VALUE",
            description = "A property of the consumer. Repeatable.")
    List<String> commandProperties = new ArrayList<>();

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Consumer properties in a file.")
    @Nullable String commandConfig;

    @Option(
            names = "--consumer.config",
            paramLabel = "FILE",
            description = "Old name of --command-config.")
    @Nullable String consumerConfig;
}
