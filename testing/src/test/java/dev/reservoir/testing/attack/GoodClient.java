package dev.reservoir.testing.attack;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A producer and a consumer that do nothing wrong, without retries that could hide an error: each
 * record is acknowledged and read in order.
 */
final class GoodClient implements AutoCloseable {
    private static final String TOPIC = "only-for-the-good-client";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private final String bootstrap;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    GoodClient(String bootstrap) throws Exception {
        this.bootstrap = bootstrap;
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        threads.add(Thread.ofPlatform().name("good-producer").start(this::produce));
        threads.add(Thread.ofPlatform().name("good-consumer").start(this::consume));
    }

    private void produce() {
        Map<String, Object> settings =
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.RETRIES_CONFIG,
                        0,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        false,
                        ProducerConfig.ACKS_CONFIG,
                        "all");
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            while (!stopped) {
                String value = Long.toString(acknowledged.get());
                producer.send(new ProducerRecord<>(TOPIC, value)).get(60, TimeUnit.SECONDS);
                acknowledged.incrementAndGet();
                Thread.sleep(5);
            }
        } catch (Exception e) {
            errors.add("producer: " + e);
        }
    }

    private void consume() {
        Map<String, Object> settings =
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none");
        try (var consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seek(PARTITION, 0);
            while (!stopped || read.get() < acknowledged.get()) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    if (!record.value().equals(Long.toString(read.getAndIncrement()))) {
                        errors.add("read " + record.value() + " at offset " + record.offset());
                    }
                }
                if (!errors.isEmpty()) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            errors.add("consumer: " + e);
        }
    }

    /** Waits until it wrote and read something new, and checks that nothing went wrong. */
    void checkWorking() throws InterruptedException {
        long before = acknowledged.get();
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while ((acknowledged.get() <= before || read.get() <= before)
                && errors.isEmpty()
                && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(errors).as("errors the good client saw").isEmpty();
        assertThat(read.get()).as("records the good client read").isGreaterThan(before);
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(errors).as("errors the good client saw").isEmpty();
    }
}
