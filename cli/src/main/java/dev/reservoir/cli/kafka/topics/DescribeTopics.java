package dev.reservoir.cli.kafka.topics;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.Terminal;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** {@code --describe}. */
final class DescribeTopics {
    private final Admin admin;
    private final TopicSelection selection;
    private final Terminal terminal;

    DescribeTopics(Admin admin, TopicSelection selection, Terminal terminal) {
        this.admin = admin;
        this.selection = selection;
        this.terminal = terminal;
    }

    void run(TopicsOptions options, GivenOptions given) {
        List<TopicDescription> topics = new ArrayList<>(descriptions(options));
        if (topics.isEmpty()) {
            return;
        }
        topics.sort(Comparator.comparing(TopicDescription::name));
        Map<ConfigResource, Config> configs = configs(topics);
        Set<Integer> live = new HashSet<>();
        for (Node node : await(admin.describeCluster().nodes())) {
            live.add(node.id());
        }
        Set<PartitionReport> reports = PartitionReport.of(given);
        Map<TopicPartition, PartitionReassignment> moves = reassignments(topics);
        for (TopicDescription topic : topics) {
            Config config = Objects.requireNonNull(configs.get(resource(topic)));
            DescribedTopic described = new DescribedTopic(topic, config, moves);
            described.lines(reports, live).forEach(terminal.out()::println);
        }
    }

    private Collection<TopicDescription> descriptions(TopicsOptions options) {
        Uuid id = topicId(options.topicId);
        if (id != null) {
            return byId(id, options.ifExists);
        }
        List<String> names =
                selection.existing(options.topic, options.excludeInternal, options.ifExists);
        if (names.isEmpty()) {
            return List.of();
        }
        DescribeTopicsOptions pages =
                new DescribeTopicsOptions()
                        .partitionSizeLimitPerResponse(options.partitionsPerResponse);
        return await(
                        admin.describeTopics(TopicCollection.ofTopicNames(names), pages)
                                .allTopicNames())
                .values();
    }

    private Collection<TopicDescription> byId(Uuid id, boolean ifExists) {
        try {
            return await(
                            admin.describeTopics(TopicCollection.ofTopicIds(List.of(id)))
                                    .allTopicIds())
                    .values();
        } catch (UnknownTopicIdException e) {
            if (ifExists) {
                return List.of();
            }
            throw new CommandFailure("TopicId '" + id + "' does not exist as expected", e);
        }
    }

    /** The id, or null without one; the zero id counts as none. */
    private static @Nullable Uuid topicId(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Uuid id = Uuid.fromString(text);
            return id.equals(Uuid.ZERO_UUID) ? null : id;
        } catch (IllegalArgumentException _) {
            throw new CommandFailure(
                    "'"
                            + text
                            + "' in --topic-id is not a topic id: 22 characters as --describe"
                            + " prints");
        }
    }

    private Map<ConfigResource, Config> configs(List<TopicDescription> topics) {
        return await(
                admin.describeConfigs(topics.stream().map(DescribeTopics::resource).toList())
                        .all());
    }

    private static ConfigResource resource(TopicDescription topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    /** The moves under way; none from a cluster that does not tell. */
    private Map<TopicPartition, PartitionReassignment> reassignments(
            List<TopicDescription> topics) {
        Set<TopicPartition> partitions = new HashSet<>();
        topics.forEach(topic ->
                topic.partitions()
                        .forEach(partition ->
                                partitions.add(
                                        new TopicPartition(topic.name(), partition.partition()))));
        try {
            return await(admin.listPartitionReassignments(partitions).reassignments());
        } catch (UnsupportedVersionException | ClusterAuthorizationException _) {
            return Map.of();
        }
    }
}
