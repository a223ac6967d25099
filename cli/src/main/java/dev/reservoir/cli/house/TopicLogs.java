package dev.reservoir.cli.house;

import static dev.reservoir.cli.Answers.await;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the logs of topics begin and end, and how large they are: asked for all topics at once.
 * Partitions without a leader are left out, since nobody could answer.
 */
public final class TopicLogs {
    /** What is known of a partition's log; bytes are those of the leader's copy. */
    public record Log(long start, long end, long bytes) {
        public long records() {
            return end - start;
        }
    }

    private final Map<TopicPartition, Log> logs = new HashMap<>();

    private TopicLogs() {}

    public static TopicLogs of(Admin admin, Collection<TopicDescription> topics) {
        Map<TopicPartition, Node> leaders = leaders(topics);
        Map<TopicPartition, Long> starts =
                Offsets.of(admin, leaders.keySet(), OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = Offsets.of(admin, leaders.keySet(), OffsetSpec.latest());
        Map<TopicPartition, Long> sizes = sizes(admin, leaders);
        TopicLogs logs = new TopicLogs();
        for (TopicPartition partition : leaders.keySet()) {
            logs.logs.put(
                    partition,
                    new Log(
                            starts.getOrDefault(partition, 0L),
                            ends.getOrDefault(partition, 0L),
                            sizes.getOrDefault(partition, 0L)));
        }
        return logs;
    }

    private static Map<TopicPartition, Node> leaders(Collection<TopicDescription> topics) {
        Map<TopicPartition, Node> leaders = new HashMap<>();
        for (TopicDescription topic : topics) {
            for (TopicPartitionInfo partition : topic.partitions()) {
                if (partition.leader() != null && !partition.leader().isEmpty()) {
                    leaders.put(
                            new TopicPartition(topic.name(), partition.partition()),
                            partition.leader());
                }
            }
        }
        return leaders;
    }

    private static Map<TopicPartition, Long> sizes(Admin admin, Map<TopicPartition, Node> leaders) {
        List<Integer> brokers = leaders.values().stream().map(Node::id).distinct().toList();
        Map<TopicPartition, Long> sizes = new HashMap<>();
        if (brokers.isEmpty()) {
            return sizes;
        }
        await(admin.describeLogDirs(brokers).allDescriptions())
                .forEach((broker, directories) -> {
                    for (LogDirDescription directory : directories.values()) {
                        add(broker, directory.replicaInfos(), leaders, sizes);
                    }
                });
        return sizes;
    }

    private static void add(
            int broker,
            Map<TopicPartition, ReplicaInfo> replicas,
            Map<TopicPartition, Node> leaders,
            Map<TopicPartition, Long> sizes) {
        replicas.forEach((partition, replica) -> {
            Node leader = leaders.get(partition);
            if (leader != null && leader.id() == broker && !replica.isFuture()) {
                sizes.merge(partition, replica.size(), Long::sum);
            }
        });
    }

    /** The log of one partition; null if it has no leader. */
    public @org.jspecify.annotations.Nullable Log of(TopicPartition partition) {
        return logs.get(partition);
    }

    /** The logs of a topic's partitions that have a leader. */
    public List<Log> of(TopicDescription topic) {
        List<Log> found = new ArrayList<>();
        for (TopicPartitionInfo partition : topic.partitions()) {
            Log log = logs.get(new TopicPartition(topic.name(), partition.partition()));
            if (log != null) {
                found.add(log);
            }
        }
        return found;
    }

    /** Records in all partitions of the topic, gaps left by compaction and transactions counted. */
    public long records(TopicDescription topic) {
        return of(topic).stream().mapToLong(Log::records).sum();
    }

    public long bytes(TopicDescription topic) {
        return of(topic).stream().mapToLong(Log::bytes).sum();
    }
}
