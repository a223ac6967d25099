package dev.reservoir.cli.kafka.console;

import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.KeyValues;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** The consumer's and the formatter's properties. */
final class ConsumerSettings {
    private final ConsumerOptions options;
    private final RandomGenerator random;

    private ConsumerSettings(ConsumerOptions options, RandomGenerator random) {
        this.options = options;
        this.random = random;
    }

    /** Checks what goes together. */
    static ConsumerSettings of(
            ConsumerOptions options,
            GivenOptions given,
            Terminal terminal,
            RandomGenerator random) {
        if (given.count("--topic", "--include") != 1) {
            throw new UsageException("Exactly one of --topic and --include is required.");
        }
        if (given.has("--partition")) {
            if (!given.has("--topic")) {
                throw new UsageException("The topic is required when partition is specified.");
            }
            given.forbid("--from-beginning", "--offset");
        } else if (given.has("--offset")) {
            throw new UsageException("The partition is required when offset is specified.");
        }
        options.client.check(given, terminal);
        given.replaced("--property", "--formatter-property", terminal);
        options.client.bootstrapServer();
        return new ConsumerSettings(options, random);
    }

    Properties consumer() {
        Properties file = options.client.fileProperties();
        Properties named = KeyValues.parse(options.client.namedProperties());
        Properties properties = new Properties();
        // Starting JMX would take a third of the time until the first record.
        properties.setProperty(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        properties.setProperty(ConsumerConfig.CLIENT_ID_CONFIG, "console-consumer");
        properties.putAll(file);
        properties.putAll(named);
        properties.setProperty(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, options.client.bootstrapServer());
        start(properties);
        if (options.isolationLevel != null) {
            properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, options.isolationLevel);
        }
        group(properties, file, named);
        return properties;
    }

    private void start(Properties properties) {
        String reset = properties.getProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG);
        if (reset == null) {
            properties.setProperty(
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    options.fromBeginning ? "earliest" : "latest");
        } else if (options.fromBeginning && !reset.equals("earliest")) {
            throw new UsageException(
                    "Can't simultaneously specify --from-beginning and 'auto.offset.reset="
                            + reset
                            + "', please remove one option");
        }
    }

    private void group(Properties properties, Properties file, Properties named) {
        TreeSet<String> groups = new TreeSet<>();
        addIfGiven(groups, options.group);
        addIfGiven(groups, file.getProperty(ConsumerConfig.GROUP_ID_CONFIG));
        addIfGiven(groups, named.getProperty(ConsumerConfig.GROUP_ID_CONFIG));
        if (groups.size() > 1) {
            throw new UsageException(
                    "The group ids provided in different places (directly using '--group', via"
                        + " '--command-property', or via '--command-config') do not match. Detected"
                        + " group ids: "
                            + String.join(", ", groups));
        }
        if (!groups.isEmpty() && options.partition != null) {
            throw new UsageException("Options group and partition cannot be specified together.");
        }
        if (groups.isEmpty()) {
            properties.setProperty(
                    ConsumerConfig.GROUP_ID_CONFIG, "console-consumer-" + random.nextInt(100_000));
            // The group of one run has no use for offsets that outlive it.
            properties.putIfAbsent(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        } else {
            properties.setProperty(ConsumerConfig.GROUP_ID_CONFIG, groups.first());
        }
    }

    private static void addIfGiven(Set<String> groups, @Nullable String group) {
        if (group != null) {
            groups.add(group);
        }
    }

    StartAt startAt() {
        return StartAt.of(options.offset, options.fromBeginning);
    }

    Map<String, String> formatter() {
        Properties properties = KeyValues.load(options.formatterConfig);
        setIfGiven(properties, "key.deserializer", options.keyDeserializer);
        setIfGiven(properties, "value.deserializer", options.valueDeserializer);
        properties.putAll(KeyValues.parse(options.formatterProperties));
        Map<String, String> strings = new HashMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> strings.put(name, properties.getProperty(name)));
        return strings;
    }

    private static void setIfGiven(Properties properties, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            properties.setProperty(name, value);
        }
    }
}
