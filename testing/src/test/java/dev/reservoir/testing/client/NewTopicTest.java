package dev.reservoir.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.testing.process.BrokerProcess;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A topic takes the first batch that a client may send it: with several in flight, one that is
 * refused and one that is taken behind it would break the order. The idempotent producer would mend
 * that by sending again, so it must never have had to.
 */
class NewTopicTest {
    private static final int TOPICS = 50;
    private static final int RECORDS = 40;
    private static final int THREADS = 4;

    @TempDir static Path directory;
    private static BrokerProcess broker;

    @BeforeAll
    static void start() throws Exception {
        broker = BrokerProcess.start(directory, "--set", "num.partitions=2");
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @Test
    void madeByItsFirstRecord() throws Exception {
        checkAll("auto", _ -> {});
    }

    @Test
    void madeAMomentBefore() throws Exception {
        try (Admin admin = admin()) {
            checkAll("made", topic -> create(admin, topic).get(1, TimeUnit.MINUTES));
        }
    }

    @Test
    void madeAtTheSameTime() throws Exception {
        try (Admin admin = admin()) {
            checkAll(
                    "race",
                    topic -> {
                        var _ = create(admin, topic);
                    });
        }
    }

    /** What happens just before a topic's first record is sent. */
    private interface Before {
        void first(String topic) throws Exception;
    }

    private static void checkAll(String name, Before before) throws Exception {
        try (var producer = producer();
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> checks = new ArrayList<>();
            for (int i = 0; i < TOPICS; i++) {
                String topic = name + "-" + i;
                checks.add(
                        threads.submit(() -> {
                            before.first(topic);
                            check(producer, topic);
                            return null;
                        }));
            }
            for (Future<?> check : checks) {
                check.get(2, TimeUnit.MINUTES);
            }
            assertThat(metric(producer, "record-retry-total")).isZero();
            assertThat(metric(producer, "record-error-total")).isZero();
            assertThat(metric(producer, "batch-split-total")).isZero();
        }
    }

    /**
     * Sends records to both partitions, each a batch of its own, and looks where they came to lie.
     */
    private static void check(KafkaProducer<byte[], byte[]> producer, String topic)
            throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            sent.add(producer.send(new ProducerRecord<>(topic, i % 2, null, new byte[100])));
        }
        for (int i = 0; i < RECORDS; i++) {
            RecordMetadata at = sent.get(i).get(1, TimeUnit.MINUTES);
            assertThat(at.offset()).as("%s, record %d", topic, i).isEqualTo(i / 2);
        }
    }

    private static double metric(KafkaProducer<byte[], byte[]> producer, String name) {
        return producer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().group().equals("producer-metrics"))
                .filter(metric -> metric.getKey().name().equals(name))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .findFirst()
                .orElseThrow();
    }

    private static KafkaFuture<Void> create(Admin admin, String topic) {
        return admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all();
    }

    private static Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrap()));
    }

    private static KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrap(),
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        10_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        20_000,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        1,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
