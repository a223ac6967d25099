package dev.reservoir.cli.kafka.console;

import dev.reservoir.cli.ClientOptions;
import dev.reservoir.cli.OptionTable;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The options of {@code kafka-console-consumer}. */
final class ConsumerOptions {
    private static final String FORMATTER_PROPERTIES =
            """
            How a record is printed. Repeatable. Defaults:
              print.value=true
              print.timestamp, print.partition, print.offset, print.delivery, print.epoch,
              print.headers, print.key=false
              key.separator=\\t  line.separator=\\n  headers.separator=,
              null.literal=null
              key.deserializer, value.deserializer, headers.deserializer= (bytes as they are)
            Properties that begin with a deserializer's name and a dot are handed to it.\
            """;

    final ClientOptions client =
            new ClientOptions(ClientOptions.Kind.CONSUMER, "--consumer-property");
    @Nullable String include;
    boolean fromBeginning;
    @Nullable String group;
    @Nullable Integer partition;
    @Nullable String offset;
    int maxMessages = -1;
    long timeoutMs = -1;
    @Nullable String isolationLevel;
    boolean skipMessageOnError;
    String formatter = Formatters.DEFAULT;
    List<String> formatterProperties = new ArrayList<>();
    @Nullable String formatterConfig;
    @Nullable String keyDeserializer;
    @Nullable String valueDeserializer;
    boolean systestEvents;

    /** Adds these options to a command's table. */
    void declare(OptionTable options) {
        client.declare(options, "The Kafka servers to connect to first.");
        client.declareProperty(options);
        options.require("--bootstrap-server");
        source(options);
        printing(options);
        limits(options);
    }

    private void source(OptionTable options) {
        options.value(
                "--include",
                "REGEX",
                "Read every topic whose name matches (Java regex).",
                value -> include = value);
        options.flag(
                "--from-beginning",
                "Start with the earliest record where the group has no offset yet, not with the"
                        + " next one.",
                () -> fromBeginning = true);
        options.value(
                "--group",
                "GROUP",
                "The consumer group; a new one without it.",
                value -> group = value);
        options.integer(
                "--partition",
                "N",
                "Read this partition alone, without a group.",
                value -> partition = value);
        options.value(
                "--offset",
                "OFFSET",
                "With --partition: where to start, a number, earliest or latest (latest).",
                value -> offset = value);
        options.value(
                "--isolation-level",
                "LEVEL",
                "read_committed leaves records of aborted or open transactions out"
                        + " (read_uncommitted).",
                value -> isolationLevel = value);
    }

    private void printing(OptionTable options) {
        options.flag(
                "--skip-message-on-error",
                "Go on after a record that cannot be printed instead of leaving.",
                () -> skipMessageOnError = true);
        options.value(
                "--formatter",
                "CLASS",
                "What prints a record: one of Kafka's own formatters or an implementation of"
                        + " org.apache.kafka.common.MessageFormatter on the CLASSPATH.",
                value -> formatter = value);
        options.values(
                "--formatter-property", "KEY=VALUE", FORMATTER_PROPERTIES, formatterProperties);
        options.values(
                "--property",
                "KEY=VALUE",
                "Old name of --formatter-property.",
                formatterProperties);
        options.value(
                "--formatter-config",
                "FILE",
                "Formatter properties in a file.",
                value -> formatterConfig = value);
        options.value(
                "--key-deserializer",
                "CLASS",
                "The formatter's key.deserializer.",
                value -> keyDeserializer = value);
        options.value(
                "--value-deserializer",
                "CLASS",
                "The formatter's value.deserializer.",
                value -> valueDeserializer = value);
        options.flag(
                "--enable-systest-events",
                "Print shutdown_complete at the end.",
                () -> systestEvents = true);
    }

    private void limits(OptionTable options) {
        options.integer(
                "--max-messages",
                "N",
                "Leave after so many records.",
                value -> maxMessages = value);
        options.number(
                "--timeout-ms",
                "MS",
                "Leave when no record came for so long.",
                value -> timeoutMs = value);
    }
}
