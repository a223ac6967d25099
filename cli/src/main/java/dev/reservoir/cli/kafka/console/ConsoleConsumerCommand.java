package dev.reservoir.cli.kafka.console;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.ConnectionWatch;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.Interruption;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.SilenceWatch;
import dev.reservoir.cli.Terminal;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.MessageFormatter;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * {@code kafka-console-consumer}: prints records until Ctrl+C, a number of them or a time without
 * any.
 */
public final class ConsoleConsumerCommand implements Command {
    /** After Ctrl+C nobody wants to wait for a broker that is gone. */
    private static final Duration LEAVE = Duration.ofSeconds(5);

    private final ConsumerOptions options = new ConsumerOptions();

    @Override
    public String description() {
        return "Prints the records of topics to standard output.";
    }

    @Override
    public void declare(OptionTable table) {
        options.declare(table);
    }

    @Override
    public int run(GivenOptions given, Terminal terminal) {
        ConsumerSettings settings = ConsumerSettings.of(options, given, terminal, new Random());
        Properties properties = settings.consumer();
        StartAt startAt = settings.startAt();
        SilenceWatch.start(properties, options.client.topic(), terminal.err());
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        Interruption interruption = new Interruption();
        try (MessageFormatter formatter =
                Formatters.create(options.formatter, settings.formatter(), terminal.err())) {
            RecordPrinter printer =
                    new RecordPrinter(formatter, options, terminal, InstantSource.system());
            KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, bytes, bytes);
            // So that it leaves its group before the process ends.
            interruption.calls(consumer::wakeup);
            try (ConnectionWatch _ =
                    ConnectionWatch.start(consumer::metrics, properties, terminal.err())) {
                subscribe(consumer, startAt);
                printer.run(consumer);
            } finally {
                consumer.close(CloseOptions.timeout(LEAVE));
                terminal.err().println("Processed a total of " + printer.printed() + " messages");
            }
            return printer.failed() ? 1 : 0;
        } finally {
            if (options.systestEvents) {
                terminal.out().println("shutdown_complete");
            }
            terminal.out().flush();
            interruption.close();
        }
    }

    private void subscribe(KafkaConsumer<byte[], byte[]> consumer, StartAt startAt) {
        String topic = options.client.topic();
        if (options.partition != null) {
            startAt.assign(
                    consumer,
                    new TopicPartition(options.client.requiredTopic(), options.partition));
        } else if (topic != null) {
            consumer.subscribe(List.of(topic));
        } else {
            consumer.subscribe(Pattern.compile(Objects.requireNonNull(options.include)));
        }
    }
}
