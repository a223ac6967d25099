package dev.reservoir.coord.group;

import dev.reservoir.coord.record.OffsetValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * @param topics as they were asked for, or all there are; empty with an error
 */
public record FetchResult(GroupError error, List<Topic> topics) {

    /** The offsets of a topic. */
    public record Topic(String name, List<Partition> partitions) {}

    /**
     * @param committed null when the group has committed none
     */
    public record Partition(GroupError error, int index, @Nullable OffsetValue committed) {
        static Partition of(int index, @Nullable OffsetValue committed) {
            return new Partition(GroupError.NONE, index, committed);
        }
    }

    public FetchResult {
        topics = List.copyOf(topics);
    }
}
