package dev.reservoir.cli.kafka.groups;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.Terminal;

import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code --describe}: a table a group. */
final class DescribeGroups {
    private final GroupClient client;
    private final Terminal terminal;

    DescribeGroups(GroupClient client, Terminal terminal) {
        this.client = client;
        this.terminal = terminal;
    }

    void run(GroupsOptions options, GivenOptions given) {
        List<String> groups = client.selected(options);
        Map<String, KafkaFuture<ConsumerGroupDescription>> answers =
                new TreeMap<>(client.describe(groups));
        for (Map.Entry<String, KafkaFuture<ConsumerGroupDescription>> answer : answers.entrySet()) {
            try {
                describe(await(answer.getValue()), options, given);
            } catch (GroupIdNotFoundException e) {
                terminal.out()
                        .println(
                                "\nError: Executing consumer group command failed due to "
                                        + e.getClass().getName()
                                        + ": "
                                        + e.getMessage());
            }
        }
    }

    private void describe(
            ConsumerGroupDescription group, GroupsOptions options, GivenOptions given) {
        boolean alive = remark(group);
        if (given.has("--members")) {
            print(MemberRows.table(group, options.verbose));
        } else if (given.has("--state")) {
            if (alive) {
                print(StateRow.table(group, options.verbose));
            }
        } else if (alive) {
            List<OffsetRow> rows = offsets(group);
            if (!rows.isEmpty()) {
                print(OffsetRow.table(rows, options.verbose));
            }
        }
    }

    /** A word on a group that is not simply at work; false for one that is gone. */
    private boolean remark(ConsumerGroupDescription group) {
        String name = "onsumer group '" + group.groupId() + "'";
        if (group.groupState() == GroupState.DEAD) {
            terminal.out().println("\nError: C" + name + " does not exist.");
            return false;
        }
        if (group.groupState() == GroupState.EMPTY) {
            terminal.err().println("\nC" + name + " has no active members.");
        } else if (group.groupState() != GroupState.STABLE) {
            terminal.err().println("\nWarning: C" + name + " is rebalancing.");
        }
        return true;
    }

    private List<OffsetRow> offsets(ConsumerGroupDescription group) {
        Map<TopicPartition, OffsetAndMetadata> committed = client.committed(group.groupId());
        Set<TopicPartition> partitions = new HashSet<>(committed.keySet());
        group.members().forEach(member -> partitions.addAll(member.assignment().topicPartitions()));
        return OffsetRow.of(group, committed, client.knownEnds(partitions));
    }

    private void print(TextTable table) {
        terminal.out().println();
        table.lines().forEach(terminal.out()::println);
    }
}
