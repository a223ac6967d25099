package dev.reservoir.testing.crash;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import dev.reservoir.testing.process.BrokerProcess;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** A broker with thousands of partitions, killed under load and started again. */
class ManyPartitionsTest {
    private static final String TOPIC = "many";
    private static final int PARTITIONS = 5_000;

    @TempDir Path directory;

    @Test
    void fiveThousandPartitionsOutliveAKill() throws Exception {
        AtomicIntegerArray acknowledged = new AtomicIntegerArray(PARTITIONS);
        CountDownLatch underWay = new CountDownLatch(PARTITIONS / 4);
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            create(broker.bootstrap());
            try (var producer = producer(broker.bootstrap())) {
                for (int i = 0; i < 2 * PARTITIONS; i++) {
                    int partition = i % PARTITIONS;
                    var _ =
                            producer.send(
                                    new ProducerRecord<>(TOPIC, partition, null, "record " + i),
                                    (metadata, failure) -> {
                                        if (failure == null) {
                                            acknowledged.incrementAndGet(partition);
                                            underWay.countDown();
                                        }
                                    });
                }
                assertThat(underWay.await(1, TimeUnit.MINUTES)).as("records flow").isTrue();
                broker.kill();
                long begun = System.nanoTime();
                broker.restart();
                System.out.printf(
                        "ManyPartitionsTest: serves again %d ms after its start%n",
                        Duration.ofNanos(System.nanoTime() - begun).toMillis());
                producer.flush();
            }
            assertEnds(broker.bootstrap(), acknowledged);
        }
    }

    private static void create(String bootstrap) throws Exception {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
        }
    }

    private static KafkaProducer<String, String> producer(String bootstrap) {
        Map<String, Object> settings =
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                        ProducerConfig.BUFFER_MEMORY_CONFIG, 256L << 20,
                        ProducerConfig.BATCH_SIZE_CONFIG, 1024,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 240_000,
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    /** The idempotent producer retried what was on its way: each record is there once. */
    private static void assertEnds(String bootstrap, AtomicIntegerArray acknowledged)
            throws Exception {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            Map<TopicPartition, OffsetSpec> asked =
                    new TreeMap<>((a, b) -> a.partition() - b.partition());
            for (int i = 0; i < PARTITIONS; i++) {
                asked.put(new TopicPartition(TOPIC, i), OffsetSpec.latest());
            }
            var ends = admin.listOffsets(asked).all().get();
            for (int i = 0; i < PARTITIONS; i++) {
                assertThat(requireNonNull(ends.get(new TopicPartition(TOPIC, i))).offset())
                        .as("records in partition %d", i)
                        .isEqualTo(acknowledged.get(i))
                        .isEqualTo(2);
            }
        }
    }
}
