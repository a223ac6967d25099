package dev.reservoir.meta;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A change of the cluster's metadata that has happened. The image is the fold of all of them;
 * {@link MetadataEventCodec} gives each its bytes.
 */
public sealed interface MetadataEvent {

    /** A topic exists from here on, with its partitions 0 to {@code partitionCount - 1}. */
    record TopicCreated(UUID id, String name, int partitionCount, SortedMap<String, String> configs)
            implements MetadataEvent {
        public TopicCreated {
            configs = Collections.unmodifiableSortedMap(new TreeMap<>(configs));
        }
    }

    /** A topic, its records and its configs are gone. */
    record TopicDeleted(UUID id) implements MetadataEvent {}

    /** A topic has more partitions than before. */
    record PartitionsAdded(UUID id, int partitionCount) implements MetadataEvent {}

    /**
     * A dynamic config was set, or removed.
     *
     * @param value null when it was removed
     */
    record ConfigChanged(ConfigResource resource, String key, @Nullable String value)
            implements MetadataEvent {}

    /**
     * The broker started once more; the epoch is the leader epoch of all its partitions until the
     * next start.
     */
    record BrokerStarted(int epoch) implements MetadataEvent {}

    /** Producer ids below this one were handed out. */
    record ProducerIdsAllocated(long nextProducerId) implements MetadataEvent {}

    /**
     * A feature (KIP-584) is in use at a level.
     *
     * @param level 0 when it is in use no more
     */
    record FeatureLevelChanged(String name, short level) implements MetadataEvent {}
}
