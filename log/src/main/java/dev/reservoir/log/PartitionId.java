package dev.reservoir.log;

import java.util.Objects;
import java.util.UUID;

/**
 * Names a partition of one incarnation of a topic. Two are equal when topic id and index are: the
 * topic's name is carried for directory names and messages only, for a topic that was deleted and
 * made again under its old name is another one.
 */
public record PartitionId(UUID topicId, String topicName, int index) {
    /** The reserved partition that holds the cluster's metadata; its topic id is Kafka's. */
    public static final PartitionId METADATA =
            new PartitionId(new UUID(0L, 1L), "__cluster_metadata", 0);

    @Override
    public boolean equals(Object other) {
        return other instanceof PartitionId(UUID id, String _, int partition)
                && partition == index
                && id.equals(topicId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(topicId, index);
    }

    @Override
    public String toString() {
        return topicName + "-" + index;
    }
}
