package dev.reservoir.cli.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The values of the options of {@code kafka-topics}. */
final class TopicArgumentsTest {
    private static final Set<String> TOPICS =
            Set.of("orders", "orders-eu", "payments", "t.x", "tyx");

    @Test
    void aTopicIsARegularExpressionOnTheWholeName() {
        assertThat(TopicSelection.select(TOPICS, "orders")).containsExactly("orders");
        assertThat(TopicSelection.select(TOPICS, "orders.*"))
                .containsExactly("orders", "orders-eu");
        assertThat(TopicSelection.select(TOPICS, "payments, orders"))
                .containsExactly("orders", "payments");
        assertThat(TopicSelection.select(TOPICS, "\"t\\.x\"")).containsExactly("t.x");
        assertThat(TopicSelection.select(TOPICS, "t.x")).containsExactly("t.x", "tyx");
        assertThat(TopicSelection.select(TOPICS, null)).hasSize(5).isSorted();
        assertThatThrownBy(() -> TopicSelection.select(TOPICS, "*"))
                .hasMessageContaining("not a valid regular");
    }

    @Test
    void readsAReplicaAssignment() {
        assertThat(ReplicaAssignment.parse("1:2,2 : 3"))
                .containsExactly(List.of(1, 2), List.of(2, 3));
        assertThatThrownBy(() -> ReplicaAssignment.parse("1:1"))
                .hasMessageContaining("duplicate entries");
        assertThatThrownBy(() -> ReplicaAssignment.parse("1:2,3"))
                .hasMessage("Partition 1 has different replication factor: [3]");
        assertThatThrownBy(() -> ReplicaAssignment.parse("1:x")).hasMessageContaining("'x'");
    }

    @Test
    void onlyTheAddedPartitionsOfAnAssignmentAreAsked() {
        List<List<Integer>> all = List.of(List.of(1), List.of(2), List.of(3));
        assertThat(AlterTopic.added(all, 2)).containsExactly(List.of(3));
        assertThat(AlterTopic.added(all, 5)).isEmpty();
    }

    @Test
    void readsConfigs() {
        assertThat(
                        CreateTopic.configs(
                                List.of(
                                        "retention.ms = 5",
                                        "cleanup.policy=compact,delete",
                                        "x=a=b")))
                .isEqualTo(
                        Map.of(
                                "retention.ms",
                                "5",
                                "cleanup.policy",
                                "compact,delete",
                                "x",
                                "a=b"));
        assertThatThrownBy(() -> CreateTopic.configs(List.of("retention.ms")))
                .hasMessageContaining("'retention.ms'")
                .hasMessageContaining("key=val");
    }

    @Test
    void aNewTopicLeavesToTheClusterWhatIsNotGiven() {
        TopicsOptions options = new TopicsOptions();
        options.topic = "t";
        NewTopic topic = CreateTopic.newTopic(options);
        assertThat(topic.numPartitions()).isEqualTo(-1);
        assertThat(topic.replicationFactor()).isEqualTo((short) -1);
        options.partitions = 3;
        options.replicationFactor = 2;
        assertThat(CreateTopic.newTopic(options).numPartitions()).isEqualTo(3);
        options.partitions = 0;
        assertThatThrownBy(() -> CreateTopic.newTopic(options))
                .hasMessageContaining("must be greater than 0");
        options.partitions = 1;
        options.replicationFactor = 40_000;
        assertThatThrownBy(() -> CreateTopic.newTopic(options))
                .hasMessageContaining("between 1 and 32767");
    }
}
