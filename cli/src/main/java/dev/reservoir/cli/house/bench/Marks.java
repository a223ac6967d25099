package dev.reservoir.cli.house.bench;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.house.Offsets;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where each partition of a topic ended at one moment. */
record Marks(Map<TopicPartition, Long> ends) {
    static Marks of(Admin admin, String topic) {
        TopicDescription described =
                Objects.requireNonNull(
                        await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic));
        List<TopicPartition> partitions =
                described.partitions().stream()
                        .map(each -> new TopicPartition(topic, each.partition()))
                        .toList();
        return new Marks(Offsets.of(admin, partitions, OffsetSpec.latest()));
    }
}
