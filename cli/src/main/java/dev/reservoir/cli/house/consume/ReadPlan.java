package dev.reservoir.cli.house.consume;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.house.Names;
import dev.reservoir.cli.house.Sizes;
import dev.reservoir.cli.house.Times;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From where to where each partition is read.
 *
 * @param begins where each partition begins
 * @param starts the first offset of each partition that is read
 * @param stops one past the last one; where the partition ended when the command was given, or
 *     earlier
 */
record ReadPlan(
        Map<TopicPartition, Long> begins,
        Map<TopicPartition, Long> starts,
        Map<TopicPartition, Long> stops) {
    private static final long LAST_BY_DEFAULT = 10;

    /** How many times as many offsets are looked at, when there were too few records. */
    private static final long FURTHER = 4;

    static ReadPlan of(Consumer<byte[], byte[]> consumer, ConsumeOptions options, Instant now) {
        List<TopicPartition> partitions = partitions(consumer, options);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> stops =
                options.until.isEmpty()
                        ? ends
                        : at(consumer, ends, Times.moment("--until", options.until, now));
        Map<TopicPartition, Long> starts = new HashMap<>();
        if (!options.since.isEmpty()) {
            starts = at(consumer, ends, Times.moment("--since", options.since, now));
        } else {
            for (TopicPartition partition : partitions) {
                long begin = begins.getOrDefault(partition, 0L);
                starts.put(partition, start(options, begin, stops.getOrDefault(partition, begin)));
            }
        }
        return new ReadPlan(begins, starts, stops);
    }

    /** How many of the last records are wanted of all partitions together; -1 for no such wish. */
    static long last(ConsumeOptions options) {
        boolean tail = options.follow && options.from.isEmpty() && options.since.isEmpty();
        return options.last < 0 && tail ? LAST_BY_DEFAULT : options.last;
    }

    private static long start(ConsumeOptions options, long begin, long stop) {
        long last = last(options);
        if (last >= 0) {
            return Math.max(begin, stop - last);
        }
        return switch (options.from) {
            case "", "beginning" -> begin;
            case "end" -> stop;
            default -> Math.clamp(Long.parseLong(options.from), begin, Math.max(begin, stop));
        };
    }

    private static Map<TopicPartition, Long> at(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Instant moment) {
        Map<TopicPartition, Long> asked = new HashMap<>();
        ends.keySet().forEach(partition -> asked.put(partition, moment.toEpochMilli()));
        Map<TopicPartition, Long> found = new HashMap<>(ends);
        consumer.offsetsForTimes(asked)
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        found.put(partition, offset(offset));
                    }
                });
        return found;
    }

    private static long offset(OffsetAndTimestamp found) {
        return found.offset();
    }

    /** The partitions of the named topics; fails with the nearest name where there is none. */
    private static List<TopicPartition> partitions(
            Consumer<byte[], byte[]> consumer, ConsumeOptions options) {
        Map<String, List<PartitionInfo>> there = consumer.listTopics();
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : options.topics) {
            List<PartitionInfo> found = there.get(topic);
            if (found == null) {
                throw new CommandFailure(Names.unknown("topic", topic, there.keySet()));
            }
            if (options.partition >= found.size()) {
                throw new CommandFailure(
                        "The topic '"
                                + topic
                                + "' has "
                                + Sizes.of(found.size(), "partition")
                                + ", numbered from 0; there is no "
                                + options.partition);
            }
            for (PartitionInfo each : found) {
                if (options.partition < 0 || options.partition == each.partition()) {
                    partitions.add(new TopicPartition(topic, each.partition()));
                }
            }
        }
        return partitions;
    }

    /**
     * The plan that begins earlier in the partitions where less than so many records were found:
     * transactions and compaction leave offsets without a record. The same plan if there is none.
     */
    ReadPlan further(Map<TopicPartition, Long> found, long last) {
        Map<TopicPartition, Long> earlier = new HashMap<>();
        starts.forEach((partition, start) -> {
            long begin = begins.getOrDefault(partition, start);
            long stop = stops.getOrDefault(partition, start);
            boolean enough = found.getOrDefault(partition, 0L) >= last;
            earlier.put(
                    partition,
                    enough
                            ? start
                            : Math.min(start, Math.max(begin, stop - FURTHER * (stop - start))));
        });
        return earlier.equals(starts) ? this : new ReadPlan(begins, earlier, stops);
    }

    /** Whether a consumer at these positions has read all that was planned. */
    boolean done(Map<TopicPartition, Long> positions) {
        return stops.entrySet().stream()
                .allMatch(stop ->
                        positions.getOrDefault(stop.getKey(), 0L) >= stop.getValue()
                                || starts.getOrDefault(stop.getKey(), 0L) >= stop.getValue());
    }

    /** Whether the record is within the plan. */
    boolean has(TopicPartition partition, long offset) {
        return offset < stops.getOrDefault(partition, Long.MAX_VALUE);
    }
}
