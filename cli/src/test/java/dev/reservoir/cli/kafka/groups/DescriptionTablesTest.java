package dev.reservoir.cli.kafka.groups;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberAssignment;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tables as Kafka 4.3.1 prints them. */
final class DescriptionTablesTest {
    private static final TopicPartition ZERO = new TopicPartition("t", 0);
    private static final TopicPartition ONE = new TopicPartition("t", 1);
    private static final TopicPartition TWO = new TopicPartition("t", 2);

    private static MemberDescription member(
            String id, Optional<String> instance, TopicPartition... partitions) {
        MemberAssignment assignment = new MemberAssignment(Set.of(partitions));
        return new MemberDescription(
                id,
                instance,
                Optional.empty(),
                "client",
                "/127.0.0.1",
                assignment,
                Optional.of(assignment),
                Optional.of(3),
                Optional.of(true));
    }

    private static ConsumerGroupDescription group(GroupState state, MemberDescription... members) {
        return new ConsumerGroupDescription(
                "g",
                true,
                List.of(members),
                members.length == 0 ? "" : "range",
                GroupType.CLASSIC,
                state,
                new Node(1, "127.0.0.1", 29092),
                Set.of(),
                Optional.of(3),
                Optional.empty());
    }

    @Test
    void offsetsOfTheBusiestMemberComeFirst() {
        ConsumerGroupDescription group =
                group(
                        GroupState.STABLE,
                        member("a", Optional.empty(), TWO),
                        member("b", Optional.empty(), ONE, ZERO),
                        member("idle", Optional.empty()));
        Map<TopicPartition, OffsetAndMetadata> committed =
                Map.of(
                        ZERO,
                        new OffsetAndMetadata(5, Optional.of(7), ""),
                        TWO,
                        new OffsetAndMetadata(1),
                        new TopicPartition("s", 0),
                        new OffsetAndMetadata(2));
        List<OffsetRow> rows = OffsetRow.of(group, committed, Map.of(ZERO, 20L, ONE, 9L));
        assertThat(OffsetRow.table(rows, false).lines())
                .containsExactly(
                        "GROUP           TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET "
                                + " LAG             CONSUMER-ID     HOST            CLIENT-ID",
                        "g               t               0          5               20             "
                                + " 15              b               /127.0.0.1      client",
                        "g               t               1          -               9              "
                                + " -               b               /127.0.0.1      client",
                        "g               t               2          1               -              "
                                + " -               a               /127.0.0.1      client",
                        "g               s               0          2               -              "
                                + " -               -               -               -");
        assertThat(OffsetRow.table(rows, true).lines().get(1))
                .contains("0          7               5 ");
    }

    @Test
    void membersHaveAnInstanceIdOnlyIfOneHas() {
        assertThat(MemberRows.table(group(GroupState.EMPTY), false).lines())
                .containsExactly(
                        "GROUP           CONSUMER-ID     HOST            CLIENT-ID      "
                                + " #PARTITIONS     ");
        ConsumerGroupDescription group =
                group(GroupState.STABLE, member("a", Optional.of("inst"), ONE, ZERO));
        assertThat(MemberRows.table(group, false).lines())
                .containsExactly(
                        "GROUP           CONSUMER-ID     GROUP-INSTANCE-ID HOST           "
                                + " CLIENT-ID       #PARTITIONS     ",
                        "g               a               inst              /127.0.0.1      client  "
                                + "        2               ");
        assertThat(MemberRows.table(group, true).lines().getLast())
                .endsWith(
                        "2               3               t:0,1                -               t:0,1"
                                + "               ");
    }

    @Test
    void assignmentsAreSortedByTopicAndNumber() {
        TopicPartition ten = new TopicPartition("a", 10);
        assertThat(MemberRows.assignment(Set.of(TWO, ten, new TopicPartition("a", 9), ZERO)))
                .isEqualTo("a:9,10;t:0,2");
        assertThat(MemberRows.assignment(Set.of())).isEqualTo("-");
    }

    @Test
    void aStateIsARow() {
        assertThat(StateRow.table(group(GroupState.EMPTY), false).lines())
                .containsExactly(
                        "GROUP           COORDINATOR (ID)          ASSIGNMENT-STRATEGY  STATE      "
                                + "          #MEMBERS",
                        "g               127.0.0.1:29092  (1)      -                    Empty      "
                                + "          0");
        assertThat(StateRow.table(group(GroupState.EMPTY), true).lines().getLast())
                .endsWith("Empty                3               -                         0");
    }
}
