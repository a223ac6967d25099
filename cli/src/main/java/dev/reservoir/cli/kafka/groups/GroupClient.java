package dev.reservoir.cli.kafka.groups;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.CommandFailure;

import org.apache.kafka.clients.admin.AbstractOptions;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DeleteConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.DeleteConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.DeleteConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The questions about groups that are put to the cluster, each with the command's {@code
 * --timeout}.
 */
final class GroupClient {
    private final Admin admin;
    private final int timeoutMs;

    GroupClient(Admin admin, long timeoutMs) {
        this.admin = admin;
        this.timeoutMs = (int) Math.min(timeoutMs, Integer.MAX_VALUE);
    }

    private <T extends AbstractOptions<T>> T timed(T options) {
        return options.timeoutMs(timeoutMs);
    }

    /**
     * The groups of consumers in any of these states and of any of these types; an empty set means
     * any.
     */
    List<GroupListing> list(Set<GroupState> states, Set<GroupType> types) {
        ListGroupsOptions consumers = ListGroupsOptions.forConsumerGroups().inGroupStates(states);
        ListGroupsOptions asked = types.isEmpty() ? consumers : consumers.withTypes(types);
        return new ArrayList<>(await(admin.listGroups(timed(asked)).all()));
    }

    Map<String, KafkaFuture<ConsumerGroupDescription>> describe(Collection<String> groups) {
        return admin.describeConsumerGroups(groups, timed(new DescribeConsumerGroupsOptions()))
                .describedGroups();
    }

    /** The committed offsets of a group; a partition without one is absent. */
    Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        Map<String, ListConsumerGroupOffsetsSpec> all =
                Map.of(group, new ListConsumerGroupOffsetsSpec());
        Map<TopicPartition, OffsetAndMetadata> offsets =
                new HashMap<>(
                        await(
                                admin.listConsumerGroupOffsets(
                                                all, timed(new ListConsumerGroupOffsetsOptions()))
                                        .partitionsToOffsetAndMetadata(group)));
        offsets.values().removeIf(offset -> offset == null);
        return offsets;
    }

    /** The offset that the spec names in each partition. */
    Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        await(admin.listOffsets(asked, timed(new ListOffsetsOptions())).all())
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /** The end of each partition's log; a partition that is gone or has no leader is absent. */
    Map<TopicPartition, Long> knownEnds(Collection<TopicPartition> partitions) {
        // Asked about such a partition the client would keep trying until the timeout.
        Set<TopicPartition> answering = new HashSet<>(partitions);
        answering.retainAll(withLeader(partitions));
        return offsets(answering, OffsetSpec.latest());
    }

    private Set<TopicPartition> withLeader(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Boolean> found = new HashMap<>(found(partitions));
        found.values().removeIf(led -> !led);
        return found.keySet();
    }

    /** All partitions of these partitions' topics, each with whether it has a leader. */
    private Map<TopicPartition, Boolean> found(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Boolean> found = new HashMap<>();
        Set<String> names =
                partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        topics(names)
                .forEach((topic, answer) -> {
                    try {
                        for (TopicPartitionInfo partition : await(answer).partitions()) {
                            found.put(
                                    new TopicPartition(topic, partition.partition()),
                                    partition.leader() != null);
                        }
                    } catch (UnknownTopicOrPartitionException _) {
                        // None of it is there.
                    }
                });
        return found;
    }

    /** Fails unless each of these partitions is there and has a leader. */
    void requireLeaders(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Boolean> found = found(partitions);
        refuse(partitions, partition -> !found.containsKey(partition), "do not exist");
        refuse(partitions, partition -> !found.getOrDefault(partition, false), "have no leader");
    }

    private static void refuse(
            Collection<TopicPartition> partitions,
            Predicate<TopicPartition> flaw,
            String complaint) {
        String flawed =
                partitions.stream()
                        .filter(flaw)
                        .sorted(Partitions.ORDER)
                        .map(TopicPartition::toString)
                        .collect(Collectors.joining(","));
        if (!flawed.isEmpty()) {
            throw new CommandFailure("The partitions \"" + flawed + "\" " + complaint);
        }
    }

    Map<String, KafkaFuture<TopicDescription>> topics(Collection<String> names) {
        return admin.describeTopics(names, timed(new DescribeTopicsOptions())).topicNameValues();
    }

    void alter(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        await(
                admin.alterConsumerGroupOffsets(
                                group, offsets, timed(new AlterConsumerGroupOffsetsOptions()))
                        .all());
    }

    Map<String, KafkaFuture<Void>> delete(Collection<String> groups) {
        return admin.deleteConsumerGroups(groups, timed(new DeleteConsumerGroupsOptions()))
                .deletedGroups();
    }

    DeleteConsumerGroupOffsetsResult deleteOffsets(String group, Set<TopicPartition> partitions) {
        return admin.deleteConsumerGroupOffsets(
                group, partitions, timed(new DeleteConsumerGroupOffsetsOptions()));
    }

    /** The groups an action is about: the named ones, or all. */
    List<String> selected(GroupsOptions options) {
        if (!options.allGroups) {
            return options.groups.stream().distinct().toList();
        }
        return list(Set.of(), Set.of()).stream().map(GroupListing::groupId).sorted().toList();
    }
}
