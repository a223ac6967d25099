package dev.reservoir.coord.group;

import dev.reservoir.coord.record.OffsetValue;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** The offsets one group has committed. Not thread-safe. */
final class GroupOffsets {
    private final Map<String, Map<Integer, OffsetValue>> byTopic = new HashMap<>();

    @Nullable OffsetValue get(String topic, int partition) {
        return byTopic.getOrDefault(topic, Map.of()).get(partition);
    }

    void put(String topic, int partition, OffsetValue value) {
        byTopic.computeIfAbsent(topic, _ -> new HashMap<>()).put(partition, value);
    }

    void remove(String topic, int partition) {
        Map<Integer, OffsetValue> partitions = byTopic.get(topic);
        if (partitions != null) {
            partitions.remove(partition);
            if (partitions.isEmpty()) {
                byTopic.remove(topic);
            }
        }
    }

    boolean isEmpty() {
        return byTopic.isEmpty();
    }

    Map<Integer, OffsetValue> of(String topic) {
        return Collections.unmodifiableMap(byTopic.getOrDefault(topic, Map.of()));
    }

    Map<String, Map<Integer, OffsetValue>> all() {
        return Collections.unmodifiableMap(byTopic);
    }
}
