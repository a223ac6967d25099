package dev.reservoir.cli.house.group;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.house.Offsets;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** How far groups are in each partition, asked for all of them at once. */
public final class GroupLags {
    static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    /**
     * Where a group stands in one partition.
     *
     * @param committed the next offset that it will read; null if it never committed one
     * @param end one past the last record; null if the partition is gone or has no leader
     * @param member who reads it; null if nobody does
     */
    public record Place(
            TopicPartition partition,
            @Nullable Long committed,
            @Nullable Long end,
            @Nullable MemberDescription member) {

        /** Records still to be read; null where that cannot be known. */
        public @Nullable Long lag() {
            return committed == null || end == null ? null : Math.max(0, end - committed);
        }
    }

    private final Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    private GroupLags() {}

    public static GroupLags of(Admin admin, Collection<ConsumerGroupDescription> groups) {
        GroupLags lags = new GroupLags();
        Map<String, ListConsumerGroupOffsetsSpec> asked = new HashMap<>();
        groups.forEach(group -> asked.put(group.groupId(), new ListConsumerGroupOffsetsSpec()));
        Set<TopicPartition> partitions = new HashSet<>();
        if (!asked.isEmpty()) {
            lags.committed.putAll(await(admin.listConsumerGroupOffsets(asked).all()));
        }
        lags.committed.values().forEach(offsets -> partitions.addAll(offsets.keySet()));
        groups.forEach(group -> group.members().forEach(each -> partitions.addAll(assigned(each))));
        partitions.retainAll(led(admin, partitions));
        lags.ends.putAll(Offsets.of(admin, partitions, OffsetSpec.latest()));
        return lags;
    }

    private static Set<TopicPartition> assigned(MemberDescription member) {
        return member.assignment().topicPartitions();
    }

    /** Those that have a leader: about others the client would ask in vain for a minute. */
    private static Set<TopicPartition> led(Admin admin, Set<TopicPartition> partitions) {
        Set<String> topics = new HashSet<>();
        partitions.forEach(partition -> topics.add(partition.topic()));
        Set<TopicPartition> led = new HashSet<>();
        for (KafkaFuture<TopicDescription> answer :
                admin.describeTopics(topics).topicNameValues().values()) {
            try {
                TopicDescription topic = await(answer);
                for (TopicPartitionInfo partition : topic.partitions()) {
                    if (partition.leader() != null && !partition.leader().isEmpty()) {
                        led.add(new TopicPartition(topic.name(), partition.partition()));
                    }
                }
            } catch (UnknownTopicOrPartitionException _) {
                // It was deleted since.
            }
        }
        return led;
    }

    /** Every partition that the group reads or has read, in order. */
    public List<Place> of(ConsumerGroupDescription group) {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                committed.getOrDefault(group.groupId(), Map.of());
        Map<TopicPartition, MemberDescription> members = new HashMap<>();
        group.members()
                .forEach(member -> assigned(member).forEach(each -> members.put(each, member)));
        Set<TopicPartition> partitions = new HashSet<>(offsets.keySet());
        partitions.addAll(members.keySet());
        List<Place> places = new ArrayList<>();
        for (TopicPartition partition : partitions.stream().sorted(ORDER).toList()) {
            OffsetAndMetadata offset = offsets.get(partition);
            places.add(
                    new Place(
                            partition,
                            offset == null ? null : offset.offset(),
                            ends.get(partition),
                            members.get(partition)));
        }
        return places;
    }

    /** Over all partitions where it can be known. */
    public long total(ConsumerGroupDescription group) {
        return of(group).stream()
                .map(Place::lag)
                .filter(Objects::nonNull)
                .mapToLong(lag -> Objects.requireNonNull(lag))
                .sum();
    }
}
