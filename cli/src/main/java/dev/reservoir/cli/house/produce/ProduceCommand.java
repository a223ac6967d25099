package dev.reservoir.cli.house.produce;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.ConnectionWatch;
import dev.reservoir.cli.Example;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.KeyValues;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.house.Progress;
import dev.reservoir.cli.house.Sizes;
import dev.reservoir.cli.house.produce.Source.Item;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** {@code reservoir produce}. */
public final class ProduceCommand implements Command {
    private static final double NS_PER_S = 1e9;

    /** The rate of fewer records says nothing. */
    private static final long RATE_FROM = 1_000;

    /** After Ctrl+C nobody wants to wait for a broker that is gone. */
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final ProduceOptions options = new ProduceOptions();

    @Override
    public String description() {
        return "Writes lines, JSON, CSV or files to a topic, and says when they are safe.";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("reservoir produce orders", "the lines that you type"),
                new Example(
                        "reservoir produce orders --key alice --value '{\"item\":\"book\"}'", ""),
                new Example("reservoir produce trips trips.csv --key-column PULocationID", ""),
                new Example("reservoir produce orders orders.json --key-field id", ""),
                new Example("tail -f app.log | reservoir produce logs", ""),
                new Example("reservoir produce users --key-separator : < users.txt", ""));
    }

    @Override
    public void declare(OptionTable table) {
        options.declare(table);
    }

    @Override
    public int run(GivenOptions given, Terminal terminal) {
        options.check(given);
        Properties properties = properties(terminal);
        try (Admin admin = Admin.create(admin(properties))) {
            TargetTopic target = new TargetTopic(admin, terminal);
            target.ensure(options.topic, options.create);
            if (options.partition >= 0) {
                target.requirePartition(options.topic, options.partition);
            }
        }
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(properties, bytes, bytes);
                ConnectionWatch _ =
                        ConnectionWatch.start(producer::metrics, properties, terminal.err())) {
            Progress progress = new Progress(terminal, "record", System.nanoTime());
            RecordSender sender = new RecordSender(producer, options, terminal, progress);
            long begun = System.nanoTime();
            // At Ctrl+C a read of the terminal does not return; what was read is sent nevertheless.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(sender, terminal)));
            boolean whole = false;
            try {
                inputs(terminal).forEach(sender::send);
                whole = true;
            } finally {
                sender.flush();
                progress.clear();
                if (sender.finish() && (whole || sender.sent() > 0)) {
                    report(sender, (System.nanoTime() - begun) / NS_PER_S, terminal);
                }
            }
            return 0;
        }
    }

    private void stop(RecordSender sender, Terminal terminal) {
        if (sender.stop(GOODBYE)) {
            long unanswered = sender.unanswered();
            terminal.err()
                    .println(
                            "Stopped; wrote "
                                    + Sizes.of(sender.sent(), "record")
                                    + " before."
                                    + (unanswered == 0
                                            ? ""
                                            : " The broker has not answered for "
                                                    + Sizes.of(unanswered, "more record")
                                                    + ", which may be written or not."));
        }
    }

    private Iterable<Input> inputs(Terminal terminal) {
        List<Item> items = new ArrayList<>();
        options.values.forEach(value -> items.add(Item.of(options.key, value)));
        if (options.tombstone) {
            items.add(Item.of(options.key, null));
        }
        if (!items.isEmpty()) {
            return List.of(Input.listed(items));
        }
        if (options.files.isEmpty()) {
            return List.of(Input.standard(terminal.in(), options));
        }
        // Each is opened when its turn comes.
        return () -> options.files.stream().map(file -> Input.file(file, options)).iterator();
    }

    private void report(RecordSender sender, double seconds, Terminal terminal) {
        long sent = sender.sent();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("topic", options.topic);
        tree.put("records", sent);
        tree.put("bytes", sender.bytes());
        tree.put("seconds", Double.parseDouble(String.format(Locale.ROOT, "%.3f", seconds)));
        String rate =
                seconds < 1 || sent < RATE_FROM
                        ? ""
                        : " (" + Progress.rate(sent, sender.bytes(), seconds) + ")";
        String span = String.format(Locale.ROOT, "%.1f s", seconds);
        options.output.done(
                "Wrote "
                        + Sizes.of(sent, "record")
                        + " ("
                        + Sizes.text(sender.bytes())
                        + ") to "
                        + options.topic
                        + " in "
                        + span
                        + rate
                        + ".",
                tree,
                terminal);
    }

    private Properties properties(Terminal terminal) {
        Properties properties = options.connection.client(ProducerConfig.configNames(), terminal);
        properties.setProperty(ProducerConfig.ACKS_CONFIG, options.acks);
        properties.setProperty(
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                options.compression.name().toLowerCase(Locale.ROOT));
        // For files: fewer, larger requests.
        properties.setProperty(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(256 * 1024));
        properties.putAll(KeyValues.parse(options.properties));
        return properties;
    }

    /** The properties that an admin client knows, too; it would only warn of the others. */
    private static Properties admin(Properties producer) {
        Properties properties = new Properties();
        properties.putAll(producer);
        properties.keySet().removeIf(key -> TargetTopic.OF_PRODUCERS.contains(key));
        return properties;
    }
}
