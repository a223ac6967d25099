package dev.reservoir.cli.kafka.perf;

import dev.reservoir.cli.ClientOptions;
import dev.reservoir.cli.OptionTable;

import org.jspecify.annotations.Nullable;

/** The options of {@code kafka-consumer-perf-test}. */
final class ConsumerPerfOptions {
    final ClientOptions client = new ClientOptions(ClientOptions.Kind.CONSUMER, null);
    @Nullable String include;
    @Nullable Long records;
    @Nullable Long messages;
    @Nullable String group;
    int fetchSize = 1024 * 1024;
    int socketBufferSize = 2 * 1024 * 1024;
    boolean fromLatest;
    long timeoutMs = 10_000;
    long reportingIntervalMs = 5_000;
    boolean detailed;
    boolean hideHeader;
    String dateFormat = "yyyy-MM-dd HH:mm:ss:SSS";
    boolean printMetrics;

    /** Adds these options to a command's table. */
    void declare(OptionTable options) {
        client.declare(options, "The Kafka servers to connect to first. Required.");
        client.declareProperty(options);
        source(options);
        report(options);
    }

    private void source(OptionTable options) {
        options.value(
                "--include",
                "REGEX",
                "Read every topic whose name matches (Java regex).",
                value -> include = value);
        options.value(
                "--group",
                "GROUP",
                "The consumer group; a new one without it.",
                value -> group = value);
        options.integer(
                "--fetch-size",
                "BYTES",
                "max.partition.fetch.bytes (1048576).",
                value -> fetchSize = value);
        options.integer(
                "--socket-buffer-size",
                "BYTES",
                "receive.buffer.bytes (2097152).",
                value -> socketBufferSize = value);
        options.flag(
                "--from-latest",
                "Start with the next record where the group has no offset yet, not with the"
                        + " earliest.",
                () -> fromLatest = true);
    }

    private void report(OptionTable options) {
        options.number(
                "--num-records",
                "N",
                "How many records to read. Required.",
                value -> records = value);
        options.number("--messages", "N", "Old name of --num-records.", value -> messages = value);
        options.optionalNumber(
                "--timeout",
                "MS",
                "10000",
                "Leave when no record came for so long (10000).",
                value -> timeoutMs = value);
        options.number(
                "--reporting-interval",
                "MS",
                "The time between two lines of --show-detailed-stats (5000).",
                value -> reportingIntervalMs = value);
        options.flag(
                "--show-detailed-stats",
                "Print a line each interval, not one at the end.",
                () -> detailed = true);
        options.flag(
                "--hide-header",
                "Leave the line with the columns' names out.",
                () -> hideHeader = true);
        options.value(
                "--date-format",
                "PATTERN",
                "How times look, a pattern of java.text.SimpleDateFormat (yyyy-MM-dd"
                        + " HH:mm:ss:SSS).",
                value -> dateFormat = value);
        options.flag(
                "--print-metrics",
                "Print the consumer's metrics at the end.",
                () -> printMetrics = true);
    }
}
