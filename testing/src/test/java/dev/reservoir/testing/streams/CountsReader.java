package dev.reservoir.testing.streams;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Reads what the application has committed, from the beginning on. Used by one thread. */
final class CountsReader implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 90;

    private final String bootstrap;
    private final List<TopicPartition> partitions;
    private final KafkaConsumer<String, String> consumer;
    private final Map<String, List<String>> counts = new TreeMap<>();
    private int read;

    CountsReader(String bootstrap, int partitions) {
        this.bootstrap = bootstrap;
        this.partitions = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            this.partitions.add(new TopicPartition(WordCountApp.COUNTS, i));
        }
        this.consumer = consumer(IsolationLevel.READ_COMMITTED);
        consumer.assign(this.partitions);
        consumer.seekToBeginning(this.partitions);
    }

    private KafkaConsumer<String, String> consumer(IsolationLevel isolation) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        isolation.name().toLowerCase(Locale.ROOT),
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        200),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private void poll() {
        consumer.poll(Duration.ofMillis(100))
                .forEach(record -> {
                    counts.computeIfAbsent(record.key(), word -> new ArrayList<>())
                            .add(record.value());
                    read++;
                });
    }

    /** Reads what is committed now, and so many more; false when they do not come. */
    boolean awaitMore(int wanted) {
        boolean behind = !awaitPositions(consumer.endOffsets(partitions));
        int enough = read + wanted;
        return !behind && pollUntil(() -> read >= enough);
    }

    /** Reads until there are so many in all; false when they do not come. */
    boolean awaitAll(int wanted) {
        return pollUntil(() -> read >= wanted);
    }

    /**
     * Reads to the last record, also of transactions that are open now; false when one stays so.
     */
    boolean awaitEnd() {
        try (KafkaConsumer<String, String> all = consumer(IsolationLevel.READ_UNCOMMITTED)) {
            return awaitPositions(all.endOffsets(partitions));
        }
    }

    /** How many counts were written in all, those of aborted transactions among them. */
    int uncommitted() {
        try (KafkaConsumer<String, String> all = consumer(IsolationLevel.READ_UNCOMMITTED)) {
            all.assign(partitions);
            all.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = all.endOffsets(partitions);
            int records = 0;
            while (ends.entrySet().stream()
                    .anyMatch(end -> all.position(end.getKey()) < end.getValue())) {
                records += all.poll(Duration.ofMillis(100)).count();
            }
            return records;
        }
    }

    private boolean awaitPositions(Map<TopicPartition, Long> wanted) {
        return pollUntil(() ->
                wanted.entrySet().stream()
                        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
    }

    /** Reads until it is so; false when it does not become so. */
    boolean pollUntil(BooleanSupplier enough) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!enough.getAsBoolean() && System.nanoTime() < end) {
            poll();
        }
        return enough.getAsBoolean();
    }

    /** What was read of each word, in the order of the log. */
    Map<String, List<String>> counts() {
        return counts;
    }

    int read() {
        return read;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
