package dev.reservoir.cli.house.status;

import dev.reservoir.cli.house.Sizes;
import dev.reservoir.cli.house.status.Finding.Severity;

import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is wrong with a cluster, as far as it tells. */
final class Diagnosis {
    private static final long LITTLE_ROOM = 1L << 30;
    private static final double LITTLE_SHARE = 0.05;

    private final ClusterView cluster;
    private final List<Finding> findings = new ArrayList<>();

    private Diagnosis(ClusterView cluster) {
        this.cluster = cluster;
    }

    /** What is found, the worst first. */
    static List<Finding> of(ClusterView cluster, List<LongTransaction> transactions) {
        Diagnosis diagnosis = new Diagnosis(cluster);
        cluster.topics().forEach(diagnosis::topic);
        cluster.brokers().forEach(diagnosis::broker);
        cluster.groups().all().forEach(diagnosis::group);
        transactions.forEach(diagnosis::transaction);
        diagnosis.findings.sort((a, b) -> a.severity().compareTo(b.severity()));
        return diagnosis.findings;
    }

    private void add(Severity severity, String text) {
        findings.add(new Finding(severity, text));
    }

    private void topic(TopicDescription topic) {
        List<Integer> leaderless = new ArrayList<>();
        List<Integer> behind = new ArrayList<>();
        for (TopicPartitionInfo partition : topic.partitions()) {
            if (partition.leader() == null || partition.leader().isEmpty()) {
                leaderless.add(partition.partition());
            } else if (partition.isr().size() < partition.replicas().size()) {
                behind.add(partition.partition());
            }
        }
        if (!leaderless.isEmpty()) {
            add(
                    Severity.BROKEN,
                    "Topic "
                            + topic.name()
                            + ": nobody serves partition "
                            + listed(leaderless)
                            + "; the broker's log says why.");
        }
        if (!behind.isEmpty()) {
            add(
                    Severity.WARNING,
                    "Topic "
                            + topic.name()
                            + ": not all copies of partition "
                            + listed(behind)
                            + " are up to date.");
        }
    }

    private static String listed(List<Integer> numbers) {
        return String.join(", ", numbers.stream().map(String::valueOf).toList());
    }

    private void broker(Node broker) {
        cluster.directories()
                .getOrDefault(broker.id(), Map.of())
                .forEach((path, directory) -> directory(broker, path, directory));
        if ("os".equals(cluster.setting(broker, "flush.policy"))) {
            add(
                    Severity.WARNING,
                    "Broker "
                            + broker.id()
                            + " acknowledges before records are on disk (flush.policy=os): a power"
                            + " cut may take the last ones.");
        }
    }

    private void directory(Node broker, String path, LogDirDescription directory) {
        if (directory.error() != null) {
            add(
                    Severity.BROKEN,
                    "Broker "
                            + broker.id()
                            + " cannot use its directory "
                            + path
                            + ": "
                            + directory.error().getMessage());
        } else if (directory.usableBytes().isPresent() && directory.totalBytes().isPresent()) {
            long usable = directory.usableBytes().getAsLong();
            long total = directory.totalBytes().getAsLong();
            if (usable < LITTLE_ROOM || usable < total * LITTLE_SHARE) {
                add(
                        Severity.WARNING,
                        "The disk of "
                                + path
                                + " (broker "
                                + broker.id()
                                + ") has only "
                                + Sizes.text(usable)
                                + " left of "
                                + Sizes.text(total)
                                + ": shorten retention.ms or retention.bytes, or make room.");
            }
        }
    }

    private void transaction(LongTransaction transaction) {
        add(Severity.WARNING, transaction.sentence(cluster.brokers().getFirst()));
    }

    private void group(ConsumerGroupDescription group) {
        long lag = cluster.groups().lags().total(group);
        if (group.groupState() == GroupState.EMPTY && lag > 0) {
            add(
                    Severity.WARNING,
                    "Group "
                            + group.groupId()
                            + " has no members and "
                            + Sizes.of(lag, "record")
                            + " to read.");
        }
    }
}
