package dev.reservoir.cli.kafka.perf;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.SilenceWatch;
import dev.reservoir.cli.Terminal;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;

/** {@code kafka-consumer-perf-test}. */
public final class ConsumerPerfCommand implements Command {
    private static final Duration POLL = Duration.ofMillis(100);
    private final ConsumerPerfOptions options = new ConsumerPerfOptions();

    @Override
    public String description() {
        return "Reads records and prints the throughput.";
    }

    @Override
    public void declare(OptionTable table) {
        options.declare(table);
    }

    @Override
    public int run(GivenOptions given, Terminal terminal) {
        ConsumerPerfSettings settings =
                ConsumerPerfSettings.of(options, given, terminal, new Random());
        SilenceWatch.start(settings.consumer(), options.client.topic(), terminal.err());
        if (!options.hideHeader) {
            terminal.out().println(ConsumerReport.header(options.detailed));
            terminal.out().flush();
        }
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings.consumer(), bytes, bytes)) {
            ConsumerReport report =
                    new ConsumerReport(settings.dateFormat(), System.currentTimeMillis());
            subscribe(consumer, report);
            read(consumer, settings.records(), report, terminal);
            long end = System.currentTimeMillis();
            if (!options.detailed) {
                terminal.out().println(report.total(end));
            }
            if (options.printMetrics) {
                MetricsTable.print(consumer.metrics().values(), terminal.out());
            }
        }
        return 0;
    }

    private void read(
            Consumer<byte[], byte[]> consumer,
            long wanted,
            ConsumerReport report,
            Terminal terminal) {
        long now = System.currentTimeMillis();
        long last = now;
        while (report.records() < wanted && now - last <= options.timeoutMs) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            now = System.currentTimeMillis();
            if (!records.isEmpty()) {
                last = now;
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                report.read(size(record.key()) + size(record.value()));
                if (report.windowAge(now) >= options.reportingIntervalMs) {
                    String line = report.interval(now);
                    if (options.detailed) {
                        terminal.out().println(line);
                        terminal.out().flush();
                    }
                }
            }
        }
        if (report.records() < wanted) {
            terminal.out()
                    .println(
                            "WARNING: Exiting before consuming the expected number of records:"
                                    + " timeout ("
                                    + options.timeoutMs
                                    + " ms) exceeded. You can use the --timeout option to increase"
                                    + " the timeout.");
        }
    }

    private static int size(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private void subscribe(Consumer<byte[], byte[]> consumer, ConsumerReport report) {
        ConsumerRebalanceListener listener =
                new ConsumerRebalanceListener() {
                    @Override
                    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                        report.rebalanceBegins(System.currentTimeMillis());
                    }

                    @Override
                    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                        report.rebalanceEnds(System.currentTimeMillis());
                    }
                };
        String topic = options.client.topic();
        if (topic != null) {
            consumer.subscribe(List.of(topic), listener);
        } else {
            consumer.subscribe(Pattern.compile(Objects.requireNonNull(options.include)), listener);
        }
    }
}
