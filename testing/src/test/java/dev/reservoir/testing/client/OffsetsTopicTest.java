package dev.reservoir.testing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.testing.process.BrokerProcess;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code __consumer_offsets} is what it was made, whatever the settings say later. */
class OffsetsTopicTest {
    private static final int GROUPS = 20;
    private static final String OFFSETS = "__consumer_offsets";
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    @TempDir Path directory;

    @Test
    void groupsKeepTheirOffsetsWhenTheSettingChanges() throws Exception {
        try (BrokerProcess first = start(5);
                Admin admin = admin(first)) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
            commit(admin, 0);
            assertThat(partitions(admin)).isEqualTo(5);
            first.stop();
        }
        for (int setting : List.of(11, 2)) {
            try (BrokerProcess next = start(setting);
                    Admin admin = admin(next)) {
                assertThat(partitions(admin)).isEqualTo(5);
                int offset = setting == 11 ? 0 : 11;
                assertThat(committed(admin)).isEqualTo(expected(offset));
                commit(admin, setting);
                assertThat(committed(admin)).isEqualTo(expected(setting));
                assertThat(admin.listGroups().all().get()).hasSize(GROUPS);
                next.stop();
            }
        }
    }

    /** A record that is no coordinator's would keep the groups from being loaded again. */
    @Test
    void clientsCannotWriteToIt() throws Exception {
        try (BrokerProcess broker = start(1);
                Admin admin = admin(broker);
                var producer =
                        new KafkaProducer<>(
                                Map.of("bootstrap.servers", broker.bootstrap()),
                                new StringSerializer(),
                                new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
            commit(admin, 0);
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(OFFSETS, "x")).get())
                    .hasCauseInstanceOf(InvalidTopicException.class)
                    .hasMessageContaining("the broker's own");
            broker.stop();
        }
    }

    private BrokerProcess start(int partitions) throws Exception {
        return BrokerProcess.start(
                directory, "--set", "offsets.topic.num.partitions=" + partitions);
    }

    private static Admin admin(BrokerProcess broker) {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrap()));
    }

    private static int partitions(Admin admin) throws Exception {
        var topic = admin.describeTopics(List.of(OFFSETS)).allTopicNames().get().get(OFFSETS);
        return topic == null ? 0 : topic.partitions().size();
    }

    private static Map<String, Long> expected(int offset) {
        Map<String, Long> expected = new HashMap<>();
        for (int group = 0; group < GROUPS; group++) {
            expected.put("group-" + group, (long) offset + group);
        }
        return expected;
    }

    private static void commit(Admin admin, int offset) throws Exception {
        for (var entry : expected(offset).entrySet()) {
            admin.alterConsumerGroupOffsets(
                            entry.getKey(),
                            Map.of(PARTITION, new OffsetAndMetadata(entry.getValue())))
                    .all()
                    .get();
        }
    }

    private static Map<String, Long> committed(Admin admin) throws Exception {
        Map<String, Long> committed = new HashMap<>();
        for (String group : expected(0).keySet()) {
            var offsets = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata();
            OffsetAndMetadata offset = offsets.get().get(PARTITION);
            committed.put(group, offset == null ? -1 : offset.offset());
        }
        return committed;
    }
}
