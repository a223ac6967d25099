package dev.reservoir.cli.kafka.groups;

import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a group stands in one partition.
 *
 * @param committed null if nothing is
 * @param end null if nobody knows
 * @param member null if the partition is assigned to none
 */
record OffsetRow(
        String group,
        TopicPartition partition,
        @Nullable OffsetAndMetadata committed,
        @Nullable Long end,
        @Nullable MemberDescription member) {

    static final String NONE = "-";

    private static final Comparator<MemberDescription> MOST_PARTITIONS_FIRST =
            Comparator.<MemberDescription>comparingInt(
                            member -> -member.assignment().topicPartitions().size())
                    .thenComparing(MemberDescription::consumerId);

    /**
     * The partitions of each member, the busiest first, then what is committed and read by nobody.
     */
    static List<OffsetRow> of(
            ConsumerGroupDescription group,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, Long> ends) {
        List<OffsetRow> rows = new ArrayList<>();
        Set<TopicPartition> unassigned = new HashSet<>(committed.keySet());
        List<MemberDescription> members =
                group.members().stream().sorted(MOST_PARTITIONS_FIRST).toList();
        for (MemberDescription member : members) {
            Set<TopicPartition> assigned = member.assignment().topicPartitions();
            unassigned.removeAll(assigned);
            for (TopicPartition partition : sorted(assigned)) {
                rows.add(
                        new OffsetRow(
                                group.groupId(),
                                partition,
                                committed.get(partition),
                                ends.get(partition),
                                member));
            }
        }
        for (TopicPartition partition : sorted(unassigned)) {
            rows.add(
                    new OffsetRow(
                            group.groupId(),
                            partition,
                            committed.get(partition),
                            ends.get(partition),
                            null));
        }
        return rows;
    }

    private static List<TopicPartition> sorted(Collection<TopicPartition> partitions) {
        return partitions.stream().sorted(Partitions.ORDER).toList();
    }

    static TextTable table(List<OffsetRow> rows, boolean verbose) {
        TextTable table =
                new TextTable().column("GROUP", 15).column("TOPIC", 15).column("PARTITION", 10);
        if (verbose) {
            table.column("LEADER-EPOCH", 15);
        }
        table.column("CURRENT-OFFSET", 15).column("LOG-END-OFFSET", 15).column("LAG", 15);
        table.column("CONSUMER-ID", 15).column("HOST", 15).fixedColumn("CLIENT-ID", 0);
        rows.forEach(row -> table.row(row.cells(verbose)));
        return table;
    }

    private List<String> cells(boolean verbose) {
        List<String> cells =
                new ArrayList<>(
                        List.of(group, partition.topic(), String.valueOf(partition.partition())));
        if (verbose) {
            cells.add(
                    committed == null
                            ? NONE
                            : committed.leaderEpoch().map(String::valueOf).orElse(NONE));
        }
        cells.add(committed == null ? NONE : String.valueOf(committed.offset()));
        cells.add(end == null ? NONE : String.valueOf(end));
        cells.add(
                committed == null || end == null ? NONE : String.valueOf(end - committed.offset()));
        cells.add(member == null ? NONE : member.consumerId());
        cells.add(member == null ? NONE : member.host());
        cells.add(member == null ? NONE : member.clientId());
        return cells;
    }
}
