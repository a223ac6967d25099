package dev.reservoir.cli.kafka.perf;

import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.KeyValues;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Uuid;

import java.util.List;
import java.util.Properties;

/**
 * The producer's properties.
 *
 * @param transactionMs the length of a transaction; 0 without transactions
 */
record ProducerPerfSettings(Properties producer, long transactionMs) {
    private static final long DEFAULT_TRANSACTION_MS = 3_000;

    static ProducerPerfSettings of(
            ProducerPerfOptions options, GivenOptions given, Terminal terminal) {
        check(options, given);
        options.client.check(given, terminal);
        Properties properties = new Properties();
        properties.setProperty(ProducerConfig.CLIENT_ID_CONFIG, "perf-producer-client");
        properties.putAll(options.client.fileProperties());
        List<String> named = options.client.namedProperties();
        for (String property : named) {
            if (property.indexOf('=') <= 0) {
                throw new UsageException(
                        "Invalid property: " + property + "; the form is key=value");
            }
        }
        properties.putAll(KeyValues.parse(named));
        String servers = properties.getProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG);
        properties.setProperty(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, options.client.bootstrapServerOr(servers));
        return new ProducerPerfSettings(properties, transactions(options, properties));
    }

    private static long transactions(ProducerPerfOptions options, Properties properties) {
        String id =
                options.transactionalId == null
                        ? properties.getProperty(ProducerConfig.TRANSACTIONAL_ID_CONFIG)
                        : options.transactionalId;
        if (id == null && options.transactionDurationMs == null) {
            return 0;
        }
        properties.setProperty(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                id == null ? "performance-producer-" + Uuid.randomUuid() : id);
        return options.transactionDurationMs == null
                ? DEFAULT_TRANSACTION_MS
                : options.transactionDurationMs;
    }

    private static void check(ProducerPerfOptions options, GivenOptions given) {
        positive("--num-records", options.records);
        positive("--reporting-interval", options.reportingIntervalMs);
        if (options.recordSize != null) {
            positive("--record-size", options.recordSize);
        }
        if (options.transactionDurationMs != null) {
            positive("--transaction-duration-ms", options.transactionDurationMs);
        }
        if (options.throughput == 0) {
            throw new UsageException(
                    "--throughput 0 would never send anything; -1 is as fast as it goes");
        }
        if (given.count("--record-size", "--payload-file", "--payload-monotonic") != 1) {
            throw new UsageException(
                    "Exactly one of --record-size, --payload-file and --payload-monotonic is"
                            + " required");
        }
        if (options.warmupRecords < 0 || options.warmupRecords >= options.records) {
            throw new UsageException(
                    "The value for --warmup-records ("
                            + options.warmupRecords
                            + ") must be 0 or more and strictly fewer than --num-records ("
                            + options.records
                            + ")");
        }
    }

    private static void positive(String option, long value) {
        if (value <= 0) {
            throw new UsageException(option + " should be greater than zero; it is " + value);
        }
    }
}
