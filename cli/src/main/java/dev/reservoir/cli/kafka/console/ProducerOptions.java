package dev.reservoir.cli.kafka.console;

import dev.reservoir.cli.ClientOptions;
import dev.reservoir.cli.OptionTable;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The options of {@code kafka-console-producer}. */
final class ProducerOptions {
    static final String READER_CLASS = "org.apache.kafka.tools.LineMessageReader";

    private static final String READER_PROPERTIES =
            """
            How a line is read. Repeatable. Defaults:
              parse.key=false  key.separator=\\t
              parse.headers=false  headers.delimiter=\\t
              headers.separator=,  headers.key.separator=:
              ignore.error=false  null.marker= (none)
            With parse.headers and parse.key a line is h1:v1,h2:v2<TAB>key<TAB>value.\
            """;

    final ClientOptions client =
            new ClientOptions(ClientOptions.Kind.PRODUCER, "--producer-property");
    boolean sync;
    @Nullable String compressionCodec;
    @Nullable Integer batchSize;
    @Nullable Integer maxPartitionMemoryBytes;
    @Nullable Integer retries;
    @Nullable Long retryBackoffMs;
    @Nullable Long lingerMs;
    @Nullable String acks;
    @Nullable Integer requestTimeoutMs;
    @Nullable Long metadataExpiryMs;
    @Nullable Long maxBlockMs;
    @Nullable Long maxMemoryBytes;
    @Nullable Integer socketBufferSize;
    String lineReader = READER_CLASS;
    List<String> readerProperties = new ArrayList<>();
    @Nullable String readerConfig;

    /** Adds these options to a command's table. */
    void declare(OptionTable options) {
        client.declare(options, "The Kafka servers to connect to first.");
        client.declareProperty(options);
        options.require("--topic");
        options.require("--bootstrap-server");
        reading(options);
        sending(options);
    }

    private void reading(OptionTable options) {
        options.value(
                "--line-reader",
                "CLASS",
                "What turns input into records: an implementation of"
                        + " org.apache.kafka.tools.api.RecordReader on the CLASSPATH ("
                        + READER_CLASS
                        + ").",
                value -> lineReader = value);
        options.values("--reader-property", "KEY=VALUE", READER_PROPERTIES, readerProperties);
        options.values(
                "--property", "KEY=VALUE", "Old name of --reader-property.", readerProperties);
        options.value(
                "--reader-config",
                "FILE",
                "Reader properties in a file.",
                value -> readerConfig = value);
    }

    private void sending(OptionTable options) {
        options.flag(
                "--sync",
                "Wait for each record's acknowledgement before the next one is read.",
                () -> sync = true);
        options.optionalValue(
                "--compression-codec",
                "CODEC",
                "gzip",
                "none, gzip, snappy, lz4 or zstd; gzip if no codec is named.",
                value -> compressionCodec = value);
        options.integer("--batch-size", "BYTES", "batch.size (16384).", value -> batchSize = value);
        options.integer(
                "--max-partition-memory-bytes",
                "BYTES",
                "Old name of --batch-size.",
                value -> maxPartitionMemoryBytes = value);
        options.integer(
                "--message-send-max-retries", "N", "retries (3).", value -> retries = value);
        options.number(
                "--retry-backoff-ms",
                "MS",
                "retry.backoff.ms (100).",
                value -> retryBackoffMs = value);
        options.number(
                "--timeout",
                "MS",
                "linger.ms: how long a record waits for company in its batch (1000).",
                value -> lingerMs = value);
        options.value(
                "--request-required-acks",
                "ACKS",
                "acks: all, -1, 1 or 0 (-1).",
                value -> acks = value);
        options.integer(
                "--request-timeout-ms",
                "MS",
                "request.timeout.ms (1500).",
                value -> requestTimeoutMs = value);
        options.number(
                "--metadata-expiry-ms",
                "MS",
                "metadata.max.age.ms (300000).",
                value -> metadataExpiryMs = value);
        options.number(
                "--max-block-ms", "MS", "max.block.ms (60000).", value -> maxBlockMs = value);
        options.number(
                "--max-memory-bytes",
                "BYTES",
                "buffer.memory (33554432).",
                value -> maxMemoryBytes = value);
        options.integer(
                "--socket-buffer-size",
                "BYTES",
                "send.buffer.bytes (102400).",
                value -> socketBufferSize = value);
    }
}
