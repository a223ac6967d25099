package dev.reservoir.cli.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The lines as Kafka 4.3.1 prints them. */
final class DescribedTopicTest {
    private static final Node ONE = new Node(1, "h", 1);
    private static final Node TWO = new Node(2, "h", 2);
    private static final Uuid ID = Uuid.fromString("YiCGkytPS_6ue6VAzlFdEw");
    private static final Set<Integer> ALL_LIVE = Set.of(1, 2);

    private static TopicPartitionInfo partition(int number, Node leader, List<Node> isr) {
        return new TopicPartitionInfo(number, leader, List.of(ONE, TWO), isr, List.of(), List.of());
    }

    // Kafka's client gives a partition without a leader a null one.
    @SuppressWarnings("NullAway")
    private static TopicPartitionInfo headless(int number) {
        return new TopicPartitionInfo(number, null, List.of(ONE, TWO), List.of(TWO));
    }

    private static DescribedTopic topic(Map<TopicPartition, PartitionReassignment> moves) {
        List<TopicPartitionInfo> partitions =
                List.of(
                        headless(2),
                        partition(0, ONE, List.of(ONE, TWO)),
                        partition(1, TWO, List.of(TWO)));
        TopicDescription topic = new TopicDescription("t", false, partitions, Set.of(), ID);
        return new DescribedTopic(
                topic, new Config(List.of(new ConfigEntry("min.insync.replicas", "2"))), moves);
    }

    private static List<String> lines(PartitionReport report) {
        return topic(Map.of()).lines(Set.of(report), ALL_LIVE);
    }

    @Test
    void printsTheTopicAndItsPartitionsInOrder() {
        assertThat(lines(PartitionReport.EVERYTHING))
                .containsExactly(
                        "Topic: t\tTopicId: YiCGkytPS_6ue6VAzlFdEw\tPartitionCount: 3"
                                + "\tReplicationFactor: 2\tConfigs: min.insync.replicas=2",
                        "\tTopic: t\tPartition: 0\tLeader: 1\tReplicas: 1,2\tIsr: 1,2\tElr: "
                                + "\tLastKnownElr: ",
                        "\tTopic: t\tPartition: 1\tLeader: 2\tReplicas: 1,2\tIsr: 2\tElr: "
                                + "\tLastKnownElr: ",
                        "\tTopic: t\tPartition: 2\tLeader: none\tReplicas: 1,2\tIsr: 2\tElr: N/A"
                                + "\tLastKnownElr: N/A");
    }

    @Test
    void selectsPartitionsByReport() {
        assertThat(lines(PartitionReport.UNDER_REPLICATED))
                .hasSize(2)
                .noneMatch(line -> line.contains("Partition: 0"));
        assertThat(lines(PartitionReport.UNAVAILABLE))
                .singleElement()
                .asString()
                .contains("Partition: 2");
        assertThat(lines(PartitionReport.UNDER_MIN_ISR)).hasSize(2);
        assertThat(lines(PartitionReport.AT_MIN_ISR))
                .singleElement()
                .asString()
                .contains("Partition: 0");
        assertThat(lines(PartitionReport.OVERRIDES))
                .singleElement()
                .asString()
                .startsWith("Topic: t\t");
    }

    @Test
    void aLeaderThatIsNotAliveMakesItsPartitionUnavailable() {
        assertThat(topic(Map.of()).lines(Set.of(PartitionReport.UNAVAILABLE), Set.of(1)))
                .hasSize(2);
    }

    @Test
    void aMoveUnderWayIsShownAndDoesNotCountAsReplicas() {
        PartitionReassignment move =
                new PartitionReassignment(List.of(1, 2), List.of(2), List.of());
        List<String> lines =
                topic(Map.of(new TopicPartition("t", 0), move))
                        .lines(Set.of(PartitionReport.EVERYTHING), ALL_LIVE);
        assertThat(lines.get(0)).contains("\tReplicationFactor: 1\t");
        assertThat(lines.get(1))
                .contains("\tIsr: 1,2\tAdding Replicas: 2\tRemoving Replicas: \tElr: ");
    }
}
