package dev.reservoir.meta;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One incarnation of a topic.
 *
 * @param partitionCount from 1 on; partitions are numbered from 0
 * @param configs the topic's own settings as they were given, without defaults
 */
public record TopicImage(
        UUID id, String name, int partitionCount, SortedMap<String, String> configs) {
    public TopicImage {
        configs = Collections.unmodifiableSortedMap(new TreeMap<>(configs));
    }

    /** Whether the topic belongs to a coordinator. */
    public boolean internal() {
        return TopicNames.isInternal(name);
    }

    TopicImage withPartitionCount(int count) {
        return new TopicImage(id, name, count, configs);
    }

    TopicImage withConfigs(Map<String, String> changed) {
        return new TopicImage(id, name, partitionCount, new TreeMap<>(changed));
    }
}
