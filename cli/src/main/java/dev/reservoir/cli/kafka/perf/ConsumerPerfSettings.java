package dev.reservoir.cli.kafka.perf;

import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.KeyValues;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.consumer.ConsumerConfig;

import java.text.SimpleDateFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.random.RandomGenerator;

/** What the consumer's test is to do. */
record ConsumerPerfSettings(Properties consumer, long records, SimpleDateFormat dateFormat) {

    static ConsumerPerfSettings of(
            ConsumerPerfOptions options,
            GivenOptions given,
            Terminal terminal,
            RandomGenerator random) {
        given.requireAll("--bootstrap-server");
        if (given.count("--topic", "--include") != 1) {
            throw new UsageException("Exactly one of --topic and --include is required.");
        }
        given.replaced("--messages", "--num-records", terminal);
        options.client.check(given, terminal);
        if (options.records == null && options.messages == null) {
            throw new UsageException("Missing required option --num-records");
        }
        if (options.reportingIntervalMs <= 0) {
            throw new UsageException("Reporting interval must be greater than 0.");
        }
        long records =
                options.records == null
                        ? Objects.requireNonNull(options.messages)
                        : options.records;
        return new ConsumerPerfSettings(
                properties(options, random), records, dateFormat(options.dateFormat));
    }

    private static SimpleDateFormat dateFormat(String pattern) {
        try {
            return new SimpleDateFormat(pattern, Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "'" + pattern + "' in --date-format is not a date format: " + e.getMessage());
        }
    }

    private static Properties properties(ConsumerPerfOptions options, RandomGenerator random) {
        Properties properties = new Properties();
        properties.setProperty(ConsumerConfig.CLIENT_ID_CONFIG, "perf-consumer-client");
        properties.putAll(options.client.fileProperties());
        properties.putAll(KeyValues.parse(options.client.namedProperties()));
        String group =
                options.group == null ? "perf-consumer-" + random.nextInt(100_000) : options.group;
        properties.setProperty(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, options.client.bootstrapServer());
        properties.setProperty(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.setProperty(
                ConsumerConfig.RECEIVE_BUFFER_CONFIG, String.valueOf(options.socketBufferSize));
        properties.setProperty(
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, String.valueOf(options.fetchSize));
        properties.setProperty(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                options.fromLatest ? "latest" : "earliest");
        properties.setProperty(ConsumerConfig.CHECK_CRCS_CONFIG, "false");
        return properties;
    }
}
