package dev.reservoir.testing.crash;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;

/**
 * One producer that writes to every partition and retries for as long as it takes. The values of
 * one writer in one partition count up from 0, so a hole, a repetition or a swap shows.
 */
final class Writer implements Runnable {
    private static final int BURST = 20;
    private static final int LARGEST_PADDING = 600;

    /**
     * A record the broker acknowledged.
     *
     * @param offset as acknowledged
     */
    record Acknowledged(TopicPartition partition, long number, long offset) {}

    private final String name;
    private final boolean idempotent;
    private final List<TopicPartition> partitions;
    private final RandomGenerator random;
    private final KafkaProducer<String, String> producer;
    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();
    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    Writer(
            String name,
            boolean idempotent,
            String bootstrap,
            List<TopicPartition> partitions,
            RandomGenerator random) {
        this.name = name;
        this.idempotent = idempotent;
        this.partitions = partitions;
        this.random = random;
        Map<String, Object> settings =
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        name,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        idempotent,
                        ProducerConfig.ACKS_CONFIG,
                        idempotent ? "all" : "1",
                        ProducerConfig.LINGER_MS_CONFIG,
                        2,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        240_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        20_000,
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        200,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        random.nextBoolean() ? "lz4" : "none");
        producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    /** Writes bursts until it is stopped, then waits for what is on its way. */
    @Override
    public void run() {
        try {
            while (!stopped && failures.isEmpty()) {
                for (int i = 0; i < BURST; i++) {
                    send(partitions.get(random.nextInt(partitions.size())));
                }
                Thread.sleep(random.nextInt(5, 40));
            }
            producer.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failures.add(e);
        } finally {
            producer.close();
        }
    }

    private void send(TopicPartition partition) {
        long number = next.merge(partition, 1L, Long::sum) - 1;
        String value = name + ":" + number + ":" + "x".repeat(random.nextInt(LARGEST_PADDING));
        var _ =
                producer.send(
                        new ProducerRecord<>(partition.topic(), partition.partition(), name, value),
                        (metadata, failure) -> {
                            if (failure == null) {
                                acknowledged.add(
                                        new Acknowledged(partition, number, metadata.offset()));
                            } else {
                                failures.add(failure);
                            }
                        });
    }

    void stop() {
        stopped = true;
    }

    String name() {
        return name;
    }

    boolean idempotent() {
        return idempotent;
    }

    List<Acknowledged> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** How many records it sent to a partition. */
    long sent(TopicPartition partition) {
        return next.getOrDefault(partition, 0L);
    }

    List<Exception> failures() {
        return List.copyOf(failures);
    }
}
