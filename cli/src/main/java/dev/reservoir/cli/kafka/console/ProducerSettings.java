package dev.reservoir.cli.kafka.console;

import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.KeyValues;
import dev.reservoir.cli.Terminal;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The producer's and the reader's properties. A flag on the command line wins over a property given
 * by name, that one over the file, and a flag's default comes last.
 */
final class ProducerSettings {
    private final ProducerOptions options;

    private ProducerSettings(ProducerOptions options) {
        this.options = options;
    }

    static ProducerSettings of(ProducerOptions options, GivenOptions given, Terminal terminal) {
        options.client.check(given, terminal);
        given.replaced("--property", "--reader-property", terminal);
        if (given.has("--max-partition-memory-bytes")) {
            terminal.err()
                    .println(
                            "Warning: --max-partition-memory-bytes is deprecated and will be"
                                    + " removed in Apache Kafka 5.0. Use --batch-size instead.");
        }
        options.client.bootstrapServer();
        return new ProducerSettings(options);
    }

    LineFormat lineFormat() {
        return LineFormat.of(reader());
    }

    /** The reader of the user's own, or null without one. */
    @Nullable ForeignReader foreignReader() {
        if (options.lineReader.equals(ProducerOptions.READER_CLASS)) {
            return null;
        }
        Map<String, String> properties = reader();
        properties.put("topic", options.client.requiredTopic());
        return ForeignReader.create(options.lineReader, properties);
    }

    private Map<String, String> reader() {
        Properties properties = KeyValues.load(options.readerConfig);
        properties.putAll(KeyValues.parse(options.readerProperties));
        Map<String, String> strings = new HashMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> strings.put(name, properties.getProperty(name)));
        return strings;
    }

    Properties producer() {
        Properties properties = new Properties();
        // Starting JMX would take a third of the time until the first prompt.
        properties.setProperty(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        properties.setProperty(ProducerConfig.CLIENT_ID_CONFIG, "console-producer");
        properties.putAll(options.client.fileProperties());
        properties.putAll(KeyValues.parse(options.client.namedProperties()));
        properties.setProperty(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, options.client.bootstrapServer());
        Merge merge = new Merge(properties);
        merge.flag(ProducerConfig.COMPRESSION_TYPE_CONFIG, options.compressionCodec, "none");
        merge.flag(ProducerConfig.LINGER_MS_CONFIG, options.lingerMs, 1000);
        merge.flag(ProducerConfig.ACKS_CONFIG, options.acks, "-1");
        merge.flag(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, options.requestTimeoutMs, 1500);
        merge.flag(ProducerConfig.RETRIES_CONFIG, options.retries, 3);
        merge.flag(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, options.retryBackoffMs, 100);
        merge.flag(ProducerConfig.SEND_BUFFER_CONFIG, options.socketBufferSize, 100 * 1024);
        merge.flag(ProducerConfig.BUFFER_MEMORY_CONFIG, options.maxMemoryBytes, 32 * 1024 * 1024);
        merge.flag(ProducerConfig.BATCH_SIZE_CONFIG, options.batchSize, 16 * 1024);
        merge.flag(ProducerConfig.BATCH_SIZE_CONFIG, options.maxPartitionMemoryBytes, 16 * 1024);
        merge.flag(ProducerConfig.METADATA_MAX_AGE_CONFIG, options.metadataExpiryMs, 5 * 60 * 1000);
        merge.flag(ProducerConfig.MAX_BLOCK_MS_CONFIG, options.maxBlockMs, 60 * 1000);
        return properties;
    }

    private record Merge(Properties properties) {

        void flag(String property, @Nullable Object value, Object defaultValue) {
            if (value != null) {
                properties.setProperty(property, value.toString());
            } else {
                properties.putIfAbsent(property, defaultValue.toString());
            }
        }
    }
}
