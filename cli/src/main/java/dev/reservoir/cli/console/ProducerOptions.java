package dev.reservoir.cli.console;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/** The options of {@code kafka-console-producer}. */
final class ProducerOptions {
    static final String READER_CLASS = "org.apache.kafka.tools.LineMessageReader";

    @Option(
            names = "--topic",
            required = true,
            paramLabel = "TOPIC",
            description = "The topic to write to.")
    String topic = "";

    @Option(
            names = "--bootstrap-server",
            required = true,
            paramLabel = "HOST:PORT[,...]",
            description = "The Kafka servers to connect to first.")
    String bootstrapServer = "";

    @Option(
            names = "--sync",
            description = "Wait for each record's acknowledgement before the next one is read.")
    boolean sync;

    @Option(
            names = "--compression-codec",
            arity = "0..1",
            fallbackValue = "gzip",
            paramLabel = "CODEC",
            description = "none, gzip, snappy, lz4 or zstd; gzip if no codec is named.")
    @Nullable String compressionCodec;

    @Option(names = "--batch-size", paramLabel = "BYTES", description = "batch.size (16384).")
    @Nullable Integer batchSize;

    @Option(
            names = "--max-partition-memory-bytes",
            paramLabel = "BYTES",
            description = "Old name of --batch-size.")
    @Nullable Integer maxPartitionMemoryBytes;

    @Option(names = "--message-send-max-retries", paramLabel = "N", description = "retries (3).")
    @Nullable Integer retries;

    @Option(
            names = "--retry-backoff-ms",
            paramLabel = "MS",
            description = "retry.backoff.ms (100).")
    @Nullable Long retryBackoffMs;

    @Option(
            names = "--timeout",
            paramLabel = "MS",
            description = "linger.ms: how long a record waits for company in its batch (1000).")
    @Nullable Long lingerMs;

    @Option(
            names = "--request-required-acks",
            paramLabel = "ACKS",
            description = "acks: all, -1, 1 or 0 (-1).")
    @Nullable String acks;

    @Option(
            names = "--request-timeout-ms",
            paramLabel = "MS",
            description = "request.timeout.ms (1500).")
    @Nullable Integer requestTimeoutMs;

    @Option(
            names = "--metadata-expiry-ms",
            paramLabel = "MS",
            description = "metadata.max.age.ms (300000).")
    @Nullable Long metadataExpiryMs;

    @Option(names = "--max-block-ms", paramLabel = "MS", description = "max.block.ms (60000).")
    @Nullable Long maxBlockMs;

    @Option(
            names = "--max-memory-bytes",
            paramLabel = "BYTES",
            description = "buffer.memory (33554432).")
    @Nullable Long maxMemoryBytes;

    @Option(
            names = "--socket-buffer-size",
            paramLabel = "BYTES",
            description = "send.buffer.bytes (102400).")
    @Nullable Integer socketBufferSize;

    @Option(
            names = "--line-reader",
            paramLabel = "CLASS",
            description =
                    "What turns input into records; "
                            + READER_CLASS
                            + " (the default) is the only one here.")
    String lineReader = READER_CLASS;

    @Option(
            names = "--reader-property",
            paramLabel = "KEY=VALUE",
            description = {
                "How a line is read. Repeatable. Defaults:",
                "  parse.key=false  key.separator=\\t",
                "  parse.headers=false  headers.delimiter=\\t",
                "  headers.separator=,  headers.key.separator=:",
                "  ignore.error=false  null.marker= (none)",
                "With parse.headers and parse.key a line is h1:v1,h2:v2<TAB>key<TAB>value."
            })
    List<String> readerProperties = new ArrayList<>();

    @Option(
            names = "--property",
            paramLabel = "KEY=VALUE",
            description = "Old name of --reader-property.")
    List<String> oldReaderProperties = new ArrayList<>();

    @Option(
            names = "--reader-config",
            paramLabel = "FILE",
            description = "Reader properties in a file.")
    @Nullable String readerConfig;

    @Option(
            names = "--command-property",
            paramLabel = "KEY=VALUE",
            description = "A property of the producer. Repeatable.")
    List<String> commandProperties = new ArrayList<>();

    @Option(
            names = "--producer-property",
            paramLabel = "KEY=VALUE",
            description = "Old name of --command-property.")
    List<String> producerProperties = new ArrayList<>();

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Producer properties in a file.")
    @Nullable String commandConfig;

    @Option(
            names = "--producer.config",
            paramLabel = "FILE",
            description = "Old name of --command-config.")
    @Nullable String producerConfig;
}
