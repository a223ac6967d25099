package dev.reservoir.cli.kafka.topics;

import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A topic as {@code --describe} prints it, in the layout of Kafka 4.3. */
record DescribedTopic(
        TopicDescription topic, Config config, Map<TopicPartition, PartitionReassignment> moves) {

    /** The lines of the report: the topic's own and its partitions'. */
    List<String> lines(Set<PartitionReport> reports, Set<Integer> liveBrokers) {
        List<String> lines = new ArrayList<>();
        boolean heading =
                reports.contains(PartitionReport.EVERYTHING)
                        || (reports.contains(PartitionReport.OVERRIDES) && !overrides().isEmpty());
        if (heading) {
            lines.add(heading());
        }
        for (TopicPartitionInfo partition : partitions()) {
            if (reports.stream().anyMatch(report -> shown(partition, report, liveBrokers))) {
                lines.add(line(partition));
            }
        }
        return lines;
    }

    private List<TopicPartitionInfo> partitions() {
        return topic.partitions().stream()
                .sorted(Comparator.comparingInt(TopicPartitionInfo::partition))
                .toList();
    }

    private List<ConfigEntry> overrides() {
        return config.entries().stream().filter(entry -> !entry.isDefault()).toList();
    }

    private String heading() {
        StringBuilder line = new StringBuilder("Topic: ").append(topic.name());
        if (!topic.topicId().equals(Uuid.ZERO_UUID)) {
            line.append("\tTopicId: ").append(topic.topicId());
        }
        line.append("\tPartitionCount: ").append(topic.partitions().size());
        line.append("\tReplicationFactor: ").append(replicationFactor(partitions().getFirst()));
        String configs =
                overrides().stream()
                        .map(entry -> entry.name() + "=" + entry.value())
                        .collect(Collectors.joining(","));
        return line.append("\tConfigs: ").append(configs).toString();
    }

    private String line(TopicPartitionInfo partition) {
        StringBuilder line = new StringBuilder("\tTopic: ").append(topic.name());
        line.append("\tPartition: ").append(partition.partition());
        Node leader = leader(partition);
        line.append("\tLeader: ").append(leader == null ? "none" : leader.idString());
        line.append("\tReplicas: ").append(ids(partition.replicas()));
        line.append("\tIsr: ").append(ids(partition.isr()));
        PartitionReassignment move = move(partition);
        if (move != null) {
            line.append("\tAdding Replicas: ").append(joined(move.addingReplicas()));
            line.append("\tRemoving Replicas: ").append(joined(move.removingReplicas()));
        }
        line.append("\tElr: ").append(idsOrUnknown(partition.elr()));
        return line.append("\tLastKnownElr: ")
                .append(idsOrUnknown(partition.lastKnownElr()))
                .toString();
    }

    private boolean shown(
            TopicPartitionInfo partition, PartitionReport report, Set<Integer> liveBrokers) {
        Node leader = leader(partition);
        int isr = partition.isr().size();
        return switch (report) {
            case EVERYTHING -> true;
            case OVERRIDES -> false;
            case UNDER_REPLICATED -> isr < replicationFactor(partition);
            case UNAVAILABLE -> leader == null || !liveBrokers.contains(leader.id());
            case UNDER_MIN_ISR -> leader == null || isr < minIsr();
            case AT_MIN_ISR -> isr == minIsr();
        };
    }

    private int minIsr() {
        return Integer.parseInt(config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).value());
    }

    private @Nullable PartitionReassignment move(TopicPartitionInfo partition) {
        return moves.get(new TopicPartition(topic.name(), partition.partition()));
    }

    /**
     * While replicas move, the ones that are added do not count. A move that is over does not count
     * at all.
     */
    private int replicationFactor(TopicPartitionInfo partition) {
        PartitionReassignment move = move(partition);
        if (move == null) {
            return partition.replicas().size();
        }
        boolean underWay =
                partition.replicas().stream()
                        .map(Node::id)
                        .anyMatch(id ->
                                move.addingReplicas().contains(id)
                                        || move.removingReplicas().contains(id));
        return underWay
                ? move.replicas().size() - move.addingReplicas().size()
                : partition.replicas().size();
    }

    private static @Nullable Node leader(TopicPartitionInfo partition) {
        return partition.leader();
    }

    private static String ids(Collection<Node> nodes) {
        return nodes.stream().map(Node::idString).collect(Collectors.joining(","));
    }

    private static String idsOrUnknown(@Nullable Collection<Node> nodes) {
        return nodes == null ? "N/A" : ids(nodes);
    }

    private static String joined(Collection<Integer> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
