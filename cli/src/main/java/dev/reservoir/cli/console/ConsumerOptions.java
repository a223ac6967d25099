package dev.reservoir.cli.console;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/** The options of {@code kafka-console-consumer}. */
final class ConsumerOptions {
    @Option(names = "--topic", paramLabel = "TOPIC", description = "The topic to read.")
    @Nullable String topic;

    @Option(
            names = "--include",
            paramLabel = "REGEX",
            description = "Read every topic whose name matches (Java regex).")
    @Nullable String include;

    @Option(
            names = "--bootstrap-server",
            required = true,
            paramLabel = "HOST:PORT[,...]",
            description = "The Kafka servers to connect to first.")
    String bootstrapServer = "";

    @Option(
            names = "--from-beginning",
            description =
                    "Start with the earliest record where the group has no offset yet, not with the"
                            + " next one.")
    boolean fromBeginning;

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            description = "The consumer group; a new one without it.")
    @Nullable String group;

    @Option(
            names = "--partition",
            paramLabel = "N",
            description = "Read this partition alone, without a group.")
    @Nullable Integer partition;

    @Option(
            names = "--offset",
            paramLabel = "OFFSET",
            description =
                    "With --partition: where to start, a number, earliest or latest (latest).")
    @Nullable String offset;

    @Option(
            names = "--max-messages",
            paramLabel = "N",
            description = "Leave after so many records.")
    int maxMessages = -1;

    @Option(
            names = "--timeout-ms",
            paramLabel = "MS",
            description = "Leave when no record came for so long.")
    long timeoutMs = -1;

    @Option(
            names = "--isolation-level",
            paramLabel = "LEVEL",
            description =
                    "read_committed leaves records of aborted or open transactions out"
                            + " (read_uncommitted).")
    @Nullable String isolationLevel;

    @Option(
            names = "--skip-message-on-error",
            description = "Go on after a record that cannot be printed instead of leaving.")
    boolean skipMessageOnError;

    @Option(
            names = "--formatter",
            paramLabel = "CLASS",
            description =
                    "What prints a record: one of Kafka's own formatters or an implementation of"
                            + " org.apache.kafka.common.MessageFormatter on the CLASSPATH.")
    String formatter = Formatters.DEFAULT;

    @Option(
            names = "--formatter-property",
            paramLabel = "KEY=VALUE",
            description = {
                "How a record is printed. Repeatable. Defaults:",
                "  print.value=true",
                "  print.timestamp, print.partition, print.offset, print.delivery,",
                "  print.epoch, print.headers, print.key=false",
                "  key.separator=\\t  line.separator=\\n  headers.separator=,",
                "  null.literal=null",
                "  key.deserializer, value.deserializer, headers.deserializer=(bytes as they are)",
                "Properties that begin with a deserializer's name and a dot are handed to it."
            })
    List<String> formatterProperties = new ArrayList<>();

    @Option(
            names = "--property",
            paramLabel = "KEY=VALUE",
            description = "Old name of --formatter-property.")
    List<String> oldFormatterProperties = new ArrayList<>();

    @Option(
            names = "--formatter-config",
            paramLabel = "FILE",
            description = "Formatter properties in a file.")
    @Nullable String formatterConfig;

    @Option(
            names = "--key-deserializer",
            paramLabel = "CLASS",
            description = "The formatter's key.deserializer.")
    @Nullable String keyDeserializer;

    @Option(
            names = "--value-deserializer",
            paramLabel = "CLASS",
            description = "The formatter's value.deserializer.")
    @Nullable String valueDeserializer;

    @Option(
            names = "--command-property",
            paramLabel = "KEY=VALUE",
            description = "A property of the consumer. Repeatable.")
    List<String> commandProperties = new ArrayList<>();

    @Option(
            names = "--consumer-property",
            paramLabel = "KEY=VALUE",
            description = "Old name of --command-property.")
    List<String> consumerProperties = new ArrayList<>();

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

    @Option(names = "--enable-systest-events", description = "Print shutdown_complete at the end.")
    boolean systestEvents;
}
