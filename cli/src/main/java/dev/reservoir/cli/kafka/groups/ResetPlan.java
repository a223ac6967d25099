package dev.reservoir.cli.kafka.groups;

import org.apache.kafka.common.TopicPartition;

import java.util.Map;
import java.util.TreeMap;

/** New offsets by group and partition, in the order in which they are printed. */
final class ResetPlan {
    private final Map<String, Map<TopicPartition, Long>> groups = new TreeMap<>();

    void put(String group, Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Long> sorted = new TreeMap<>(Partitions.ORDER);
        sorted.putAll(offsets);
        groups.put(group, sorted);
    }

    TextTable table() {
        TextTable table =
                new TextTable()
                        .column("GROUP", 15)
                        .column("TOPIC", 15)
                        .column("PARTITION", 10)
                        .fixedColumn("NEW-OFFSET", 0);
        groups.forEach((group, offsets) ->
                offsets.forEach((partition, offset) ->
                        table.row(
                                java.util.List.of(
                                        group,
                                        partition.topic(),
                                        String.valueOf(partition.partition()),
                                        String.valueOf(offset)))));
        return table;
    }

    /**
     * Lines of {@code topic,partition,offset}, with the group in front of them if there may be
     * several groups.
     */
    String csv(boolean withGroup) {
        StringBuilder csv = new StringBuilder();
        groups.forEach((group, offsets) ->
                offsets.forEach((partition, offset) -> {
                    if (withGroup) {
                        csv.append(Csv.field(group)).append(',');
                    }
                    csv.append(Csv.field(partition.topic())).append(',');
                    csv.append(partition.partition()).append(',').append(offset).append('\n');
                }));
        return csv.toString();
    }
}
