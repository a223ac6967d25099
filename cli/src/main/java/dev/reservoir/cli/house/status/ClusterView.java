package dev.reservoir.cli.house.status;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.house.Names;
import dev.reservoir.cli.house.TopicLogs;
import dev.reservoir.cli.house.group.GroupLags;
import dev.reservoir.cli.house.group.GroupList;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** All that the cluster tells about itself, asked once. */
record ClusterView(
        String id,
        List<Node> brokers,
        Map<Integer, Map<String, LogDirDescription>> directories,
        Map<Integer, Config> configs,
        Collection<TopicDescription> topics,
        TopicLogs logs,
        Groups groups) {

    /** The groups and how far they are. */
    record Groups(List<ConsumerGroupDescription> all, GroupLags lags) {}

    static ClusterView of(Admin admin) {
        DescribeClusterResult cluster = admin.describeCluster();
        List<Node> brokers = new ArrayList<>(await(cluster.nodes()));
        brokers.sort(Comparator.comparingInt(Node::id));
        Collection<TopicDescription> topics =
                await(admin.describeTopics(Names.topics(admin, true)).allTopicNames()).values();
        List<ConsumerGroupDescription> groups = GroupList.all(admin, List.of());
        return new ClusterView(
                await(cluster.clusterId()),
                brokers,
                await(
                        admin.describeLogDirs(brokers.stream().map(Node::id).toList())
                                .allDescriptions()),
                configs(admin, brokers),
                topics,
                TopicLogs.of(admin, topics),
                new Groups(groups, GroupLags.of(admin, groups)));
    }

    private static Map<Integer, Config> configs(Admin admin, List<Node> brokers) {
        Map<Integer, Config> configs = new HashMap<>();
        List<ConfigResource> resources =
                brokers.stream()
                        .map(each ->
                                new ConfigResource(ConfigResource.Type.BROKER, each.idString()))
                        .toList();
        await(admin.describeConfigs(resources).all())
                .forEach((resource, config) ->
                        configs.put(Integer.valueOf(resource.name()), config));
        return configs;
    }

    /** A broker's setting; null where it has none of that name. */
    @Nullable String setting(Node broker, String key) {
        Config config = configs.get(broker.id());
        return config == null || config.get(key) == null
                ? null
                : Objects.requireNonNull(config.get(key)).value();
    }

    /** Topics that users made. */
    List<TopicDescription> ownTopics() {
        return topics.stream().filter(topic -> !topic.isInternal()).toList();
    }
}
