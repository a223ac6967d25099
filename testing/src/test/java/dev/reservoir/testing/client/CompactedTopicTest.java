package dev.reservoir.testing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.testing.process.BrokerProcess;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Topics with {@code cleanup.policy=compact} as Kafka's clients see them. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompactedTopicTest {
    private static final int KEYS = 50;
    private static final int RECORDS = 6_000;
    private static final String MEGABYTE = "1048576";

    private BrokerProcess broker;
    private Admin admin;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        broker =
                BrokerProcess.start(
                        directory,
                        "--set",
                        "log.cleaner.backoff.ms=50",
                        "--set",
                        "log.retention.check.interval.ms=500");
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
    }

    @AfterAll
    void stop() throws Exception {
        admin.close();
        broker.stop();
        broker.close();
    }

    private TopicPartition topic(String name, Map<String, String> configs) throws Exception {
        Map<String, String> all = new HashMap<>(configs);
        all.put("segment.bytes", MEGABYTE);
        admin.createTopics(List.of(new NewTopic(name, 1, (short) 1).configs(all))).all().get();
        return new TopicPartition(name, 0);
    }

    private KafkaProducer<@Nullable String, @Nullable String> producer(String compression) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrap(),
                        "compression.type",
                        compression,
                        "linger.ms",
                        20),
                new StringSerializer(),
                new StringSerializer());
    }

    private List<ConsumerRecord<String, String>> read(TopicPartition partition) {
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.bootstrap()),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            while (end != null && consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    /** Writes each key many times, the last time as {@code expected} says. */
    private Map<String, String> fill(TopicPartition partition, String compression) {
        Map<String, String> expected = new TreeMap<>();
        try (var producer = producer(compression)) {
            for (int i = 0; i < RECORDS; i++) {
                String key = "key-" + i % KEYS;
                String value = i > RECORDS - KEYS && i % 5 == 0 ? null : i + "x".repeat(600);
                var _ = producer.send(new ProducerRecord<>(partition.topic(), key, value));
                if (value == null) {
                    expected.remove(key);
                } else {
                    expected.put(key, value);
                }
            }
        }
        return expected;
    }

    private static Map<String, String> fold(List<ConsumerRecord<String, String>> records) {
        Map<String, String> fold = new TreeMap<>();
        for (ConsumerRecord<String, String> record : records) {
            if (record.value() == null) {
                fold.remove(record.key());
            } else {
                fold.put(record.key(), record.value());
            }
        }
        return fold;
    }

    private void closeSegments(String topic) throws Exception {
        admin.incrementalAlterConfigs(
                        Map.of(
                                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                List.of(
                                        new AlterConfigOp(
                                                new ConfigEntry("segment.ms", "1"),
                                                AlterConfigOp.OpType.SET))))
                .all()
                .get();
        Thread.sleep(10);
    }

    private long offset(TopicPartition partition, OffsetSpec which) throws Exception {
        return admin.listOffsets(Map.of(partition, which))
                .partitionResult(partition)
                .get()
                .offset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "zstd"})
    void theLastValueOfEachKeyStays(String compression) throws Exception {
        TopicPartition partition =
                topic("table-" + compression, Map.of("cleanup.policy", "compact"));
        Map<String, String> expected = fill(partition, compression);
        // What is in the last segment is left alone, so there is a little more that rolls it.
        if (!compression.equals("none")) {
            closeSegments(partition.topic());
            expected.putAll(fill(partition, compression));
        }
        List<ConsumerRecord<String, String>> records = read(partition);
        while (records.size() > RECORDS * 2 / 3) {
            Thread.sleep(100);
            records = read(partition);
        }
        assertThat(fold(records)).isEqualTo(expected);
        long end = offset(partition, OffsetSpec.latest());
        assertThat(end % RECORDS).isZero();
        assertThat(records.getLast().offset()).isEqualTo(end - 1);
        for (ConsumerRecord<String, String> record : records) {
            String value = record.value();
            if (value != null) {
                assertThat(value).startsWith(record.offset() % RECORDS + "x");
                assertThat(record.key()).isEqualTo("key-" + record.offset() % RECORDS % KEYS);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "lz4", "gzip"})
    void aRecordWithoutAKeyIsRefusedWithItsBatch(String compression) throws Exception {
        TopicPartition partition =
                topic("keys-" + compression, Map.of("cleanup.policy", "compact,delete"));
        try (var producer = producer(compression)) {
            var _ = producer.send(new ProducerRecord<>(partition.topic(), "a", "1"));
            var refused = producer.send(new ProducerRecord<>(partition.topic(), null, "2"));
            producer.flush();
            assertThatThrownBy(refused::get)
                    .hasCauseInstanceOf(InvalidRecordException.class)
                    .hasMessageContaining("Compacted topic cannot accept message without key")
                    .hasMessageContaining(partition.toString());
            assertThat(
                            producer.send(new ProducerRecord<>(partition.topic(), "b", "3"))
                                    .get()
                                    .offset())
                    .isZero();
        }
    }

    @Test
    void bothPoliciesRemoveWhatIsOldToo() throws Exception {
        TopicPartition partition =
                topic(
                        "both",
                        Map.of(
                                "cleanup.policy", "compact,delete",
                                "min.cleanable.dirty.ratio", "1",
                                "retention.bytes", MEGABYTE));
        fill(partition, "none");
        long start = 0;
        while (start == 0) {
            Thread.sleep(100);
            start = offset(partition, OffsetSpec.earliest());
        }
        assertThat(read(partition).getFirst().offset()).isGreaterThanOrEqualTo(start);
    }

    /** No share of new records is above one, but time goes on; and it closes the segment. */
    @Test
    void whatWaitsTooLongIsCleaned() throws Exception {
        TopicPartition partition =
                topic(
                        "late",
                        Map.of(
                                "cleanup.policy", "compact",
                                "min.cleanable.dirty.ratio", "1",
                                "max.compaction.lag.ms", "300"));
        try (var producer = producer("none")) {
            for (int i = 0; i < 3; i++) {
                producer.send(new ProducerRecord<>("late", "k", "v" + i)).get();
            }
            int i = 3;
            while (read(partition).getFirst().offset() == 0) {
                Thread.sleep(100);
                producer.send(new ProducerRecord<>("late", "k", "v" + i++)).get();
            }
            assertThat(fold(read(partition))).isEqualTo(Map.of("k", "v" + (i - 1)));
        }
    }
}
