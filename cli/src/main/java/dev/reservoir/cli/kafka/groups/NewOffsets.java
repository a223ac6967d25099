package dev.reservoir.cli.kafka.groups;

import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Works out where a {@link ResetSpec} puts a group. */
final class NewOffsets {
    /** What a broker answers for a time after the last record. */
    private static final long NO_SUCH_RECORD = -1;

    private final GroupClient client;
    private final Terminal terminal;

    NewOffsets(GroupClient client, Terminal terminal) {
        this.client = client;
        this.terminal = terminal;
    }

    Map<TopicPartition, Long> plan(
            String group,
            Collection<TopicPartition> partitions,
            ResetSpec spec,
            Map<TopicPartition, Long> fromFile) {
        return switch (spec) {
            case ResetSpec.ToEarliest _ -> client.offsets(partitions, OffsetSpec.earliest());
            case ResetSpec.ToLatest _ -> client.offsets(partitions, OffsetSpec.latest());
            case ResetSpec.ToOffset to -> {
                Map<TopicPartition, Long> wanted = new HashMap<>();
                partitions.forEach(partition -> wanted.put(partition, to.offset()));
                yield inRange(wanted);
            }
            case ResetSpec.ShiftBy shift ->
                    inRange(shifted(client.committed(group), partitions, shift.distance()));
            case ResetSpec.FromFile _ -> inRange(fromFile);
            case ResetSpec.ToTime time -> byTime(partitions, time.millis());
            case ResetSpec.ToCurrent _ -> {
                Map<TopicPartition, OffsetAndMetadata> committed = client.committed(group);
                Set<TopicPartition> without = new HashSet<>(partitions);
                without.removeAll(committed.keySet());
                yield current(partitions, committed, client.offsets(without, OffsetSpec.latest()));
            }
        };
    }

    private Map<TopicPartition, Long> inRange(Map<TopicPartition, Long> wanted) {
        Map<TopicPartition, Long> starts = client.offsets(wanted.keySet(), OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = client.offsets(wanted.keySet(), OffsetSpec.latest());
        Map<TopicPartition, LogRange> ranges = new HashMap<>();
        wanted.keySet()
                .forEach(partition ->
                        ranges.put(
                                partition,
                                new LogRange(
                                        starts.getOrDefault(partition, 0L),
                                        ends.getOrDefault(partition, 0L))));
        Map<TopicPartition, Long> nearest = nearest(wanted, ranges);
        nearest.forEach((partition, offset) -> {
            if (!offset.equals(wanted.get(partition))) {
                terminal.err()
                        .println(
                                "Warning: new offset ("
                                        + wanted.get(partition)
                                        + ") is out of range for topic partition "
                                        + partition
                                        + ". Value will be set to "
                                        + offset);
            }
        });
        return nearest;
    }

    private Map<TopicPartition, Long> byTime(Collection<TopicPartition> partitions, long millis) {
        Map<TopicPartition, Long> found =
                client.offsets(partitions, OffsetSpec.forTimestamp(millis));
        Set<TopicPartition> without = new HashSet<>(found.keySet());
        without.removeIf(partition -> !Long.valueOf(NO_SUCH_RECORD).equals(found.get(partition)));
        without.stream()
                .sorted(Partitions.ORDER)
                .forEach(partition ->
                        terminal.err()
                                .println(
                                        "Warning: partition "
                                                + partition.partition()
                                                + " of topic "
                                                + partition.topic()
                                                + " has no record of that time or later. Falling"
                                                + " back to latest known offset."));
        found.putAll(client.offsets(without, OffsetSpec.latest()));
        return found;
    }

    static Map<TopicPartition, Long> nearest(
            Map<TopicPartition, Long> wanted, Map<TopicPartition, LogRange> ranges) {
        Map<TopicPartition, Long> nearest = new HashMap<>();
        wanted.forEach((partition, offset) -> {
            LogRange range = ranges.get(partition);
            nearest.put(partition, range == null ? offset : range.nearest(offset));
        });
        return nearest;
    }

    static Map<TopicPartition, Long> shifted(
            Map<TopicPartition, OffsetAndMetadata> committed,
            Collection<TopicPartition> partitions,
            long distance) {
        Map<TopicPartition, Long> shifted = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata now = committed.get(partition);
            if (now == null) {
                throw new UsageException(
                        "Cannot shift offset for partition "
                                + partition
                                + " since there is no current committed offset");
            }
            shifted.put(partition, now.offset() + distance);
        }
        return shifted;
    }

    static Map<TopicPartition, Long> current(
            Collection<TopicPartition> partitions,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> current = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata now = committed.get(partition);
            current.put(partition, now == null ? ends.getOrDefault(partition, 0L) : now.offset());
        }
        return current;
    }
}
