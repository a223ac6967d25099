package dev.reservoir.testing.sim;

import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the clients of a cluster know together, and what must therefore hold. */
final class Model {
    private final Map<Uuid, SimTopic> topics = new LinkedHashMap<>();
    private final Map<String, SimGroup> groups = new LinkedHashMap<>();
    private final Set<Long> producerIds = new HashSet<>();

    /** The broker said that a topic exists. */
    SimTopic exists(Uuid id, String name, int partitions) {
        SimTopic topic = topics.computeIfAbsent(id, _ -> new SimTopic(id, name));
        topic.grown(partitions);
        return topic;
    }

    @Nullable SimTopic topic(Uuid id) {
        return topics.get(id);
    }

    List<SimTopic> topics() {
        return List.copyOf(topics.values());
    }

    /** The topics that must be there. */
    List<SimTopic> alive() {
        return topics.values().stream().filter(SimTopic::isAlive).toList();
    }

    /** The topics that must not be there. */
    List<SimTopic> gone() {
        return topics.values().stream().filter(SimTopic::isGone).toList();
    }

    List<SimPartition> alivePartitions() {
        List<SimPartition> all = new ArrayList<>();
        alive().forEach(topic -> all.addAll(topic.partitions()));
        return all;
    }

    SimGroup group(String id) {
        return groups.computeIfAbsent(id, _ -> new SimGroup(id));
    }

    List<SimGroup> groups() {
        return List.copyOf(groups.values());
    }

    void producerIdGiven(long id) {
        if (!producerIds.add(id)) {
            throw new AssertionError("producer id " + id + " was given twice");
        }
    }
}
