package dev.reservoir.cli.house.consume;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.ConnectionWatch;
import dev.reservoir.cli.Example;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.Interruption;
import dev.reservoir.cli.KeyValues;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.house.Sizes;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** {@code reservoir consume}. */
public final class ConsumeCommand implements Command {
    /** After Ctrl+C nobody wants to wait for a broker that is gone. */
    private static final Duration LEAVE = Duration.ofSeconds(5);

    /** Partitions that are added to a topic that is followed are seen after this time. */
    private static final String NEW_PARTITIONS_MS = "10000";

    private final ConsumeOptions options = new ConsumeOptions();

    @Override
    public String description() {
        return "Prints the records of topics: those that are there, or with -f those that come.";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("reservoir consume orders", "all that is there"),
                new Example("reservoir consume orders -f", "the last ones, and what comes"),
                new Example("reservoir consume orders --since 10m --grep '\"paid\"'", ""),
                new Example("reservoir consume orders --key alice --values", ""),
                new Example("reservoir consume orders --header trace=7f -o json", "a line each"),
                new Example("reservoir consume orders -f --group billing", "sharing the work"));
    }

    @Override
    public void declare(OptionTable table) {
        options.declare(table);
    }

    @Override
    public int run(GivenOptions given, Terminal terminal) {
        options.check(given);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        Properties properties = properties(terminal);
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, bytes, bytes);
        RecordReader reader =
                new RecordReader(
                        consumer,
                        options,
                        new ShownRecords(options, options.topics.size() > 1, terminal),
                        terminal);
        try (Interruption interruption = new Interruption();
                ConnectionWatch _ =
                        ConnectionWatch.start(consumer::metrics, properties, terminal.err())) {
            interruption.calls(consumer::wakeup);
            try {
                reader.run();
            } catch (WakeupException _) {
                // Ctrl+C: leave.
            } finally {
                terminal.out().flush();
                consumer.close(CloseOptions.timeout(LEAVE));
                if (terminal.progress()) {
                    terminal.err().println(Sizes.of(reader.printed(), "record") + ".");
                }
            }
        }
        return 0;
    }

    private Properties properties(Terminal terminal) {
        Properties properties = options.connection.client(ConsumerConfig.configNames(), terminal);
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // What was fetched and not printed must not be committed: the reader commits.
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        if (options.follow) {
            properties.setProperty(ConsumerConfig.METADATA_MAX_AGE_CONFIG, NEW_PARTITIONS_MS);
        } else {
            // A fetch that waits for records to come would be waited for at the end.
            properties.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20");
        }
        if (options.group != null) {
            properties.setProperty(ConsumerConfig.GROUP_ID_CONFIG, options.group);
        }
        if (options.committed) {
            properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        }
        properties.putAll(KeyValues.parse(options.properties));
        return properties;
    }
}
