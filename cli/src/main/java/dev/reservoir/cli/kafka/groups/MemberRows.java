package dev.reservoir.cli.kafka.groups;

import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberAssignment;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code --describe --members}: a row a member. */
final class MemberRows {
    private final ConsumerGroupDescription group;
    private final List<MemberDescription> members;
    private final boolean verbose;
    private final boolean instanceIds;
    private final boolean upgrading;

    private MemberRows(ConsumerGroupDescription group, boolean verbose) {
        this.group = group;
        this.members =
                group.members().stream()
                        .sorted(Comparator.comparing(MemberDescription::consumerId))
                        .toList();
        this.verbose = verbose;
        this.instanceIds =
                members.stream().anyMatch(member -> member.groupInstanceId().isPresent());
        this.upgrading = members.stream().anyMatch(member -> !member.upgraded().orElse(true));
    }

    static TextTable table(ConsumerGroupDescription group, boolean verbose) {
        return new MemberRows(group, verbose).table();
    }

    private TextTable table() {
        TextTable table = new TextTable().column("GROUP", 15).column("CONSUMER-ID", 15);
        if (instanceIds) {
            table.column("GROUP-INSTANCE-ID", 17);
        }
        table.column("HOST", 15).column("CLIENT-ID", 15).column("#PARTITIONS", 15);
        if (verbose) {
            table.column("CURRENT-EPOCH", 15).column("CURRENT-ASSIGNMENT", 20);
            table.column("TARGET-EPOCH", 15).column("TARGET-ASSIGNMENT", 20);
            if (upgrading) {
                table.fixedColumn("UPGRADED", 0);
            }
        } else {
            // Kafka's table ends in a space here.
            table.fixedColumn("", 0);
        }
        members.forEach(member -> table.row(cells(member)));
        return table;
    }

    private List<String> cells(MemberDescription member) {
        List<String> cells = new ArrayList<>(List.of(group.groupId(), member.consumerId()));
        if (instanceIds) {
            cells.add(member.groupInstanceId().orElse(""));
        }
        Set<TopicPartition> assigned = member.assignment().topicPartitions();
        cells.addAll(List.of(member.host(), member.clientId(), String.valueOf(assigned.size())));
        if (verbose) {
            cells.add(member.memberEpoch().map(String::valueOf).orElse(OffsetRow.NONE));
            cells.add(assignment(assigned));
            cells.add(group.targetAssignmentEpoch().map(String::valueOf).orElse(OffsetRow.NONE));
            cells.add(
                    assignment(
                            member.targetAssignment()
                                    .map(MemberAssignment::topicPartitions)
                                    .orElse(Set.of())));
            if (upgrading) {
                cells.add(member.upgraded().map(String::valueOf).orElse(OffsetRow.NONE));
            }
        } else {
            cells.add("");
        }
        return cells;
    }

    /** {@code orders:0,1;payments:2}. */
    static String assignment(Collection<TopicPartition> partitions) {
        Map<String, List<String>> byTopic = new TreeMap<>();
        partitions.stream()
                .sorted(Partitions.ORDER)
                .forEach(partition ->
                        byTopic.computeIfAbsent(partition.topic(), _ -> new ArrayList<>())
                                .add(String.valueOf(partition.partition())));
        return byTopic.isEmpty()
                ? OffsetRow.NONE
                : byTopic.entrySet().stream()
                        .map(topic -> topic.getKey() + ":" + String.join(",", topic.getValue()))
                        .collect(Collectors.joining(";"));
    }
}
