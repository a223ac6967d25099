package dev.reservoir.testing.powercut;

import dev.reservoir.log.PartitionId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/** What the test knows: topics as the metadata log tells them, and a model of every partition. */
final class World {

    /** A topic came or went. */
    private record TopicEvent(boolean created, PartitionId id) {}

    final PartitionModel metadata = new PartitionModel(PartitionId.METADATA);
    final Map<PartitionId, PartitionModel> partitions = new LinkedHashMap<>();

    /** Events by the offset they have in the metadata log. */
    private final NavigableMap<Long, TopicEvent> events = new TreeMap<>();

    private long topics;
    private long sequence;

    long nextSequence() {
        return ++sequence;
    }

    /** A topic of a name that is free, so often one that another topic had before. */
    PartitionId newTopic() {
        int number = 0;
        while (isTaken("topic" + number)) {
            number++;
        }
        return new PartitionId(new UUID(9, ++topics), "topic" + number, 0);
    }

    private boolean isTaken(String name) {
        return partitions.keySet().stream().anyMatch(id -> id.topicName().equals(name));
    }

    void created(long metadataOffset, PartitionId id) {
        events.put(metadataOffset, new TopicEvent(true, id));
        partitions.put(id, new PartitionModel(id));
    }

    void deleted(long metadataOffset, PartitionId id) {
        events.put(metadataOffset, new TopicEvent(false, id));
    }

    /** The topics that exist after the first events of the metadata log. */
    Map<UUID, String> alive(long upTo) {
        Map<UUID, String> alive = new LinkedHashMap<>();
        for (TopicEvent event : events.headMap(upTo, false).values()) {
            if (event.created()) {
                alive.put(event.id().topicId(), event.id().topicName());
            } else {
                alive.remove(event.id().topicId());
            }
        }
        return alive;
    }

    /** Forgets events that did not survive, and the partitions of topics that do not exist. */
    void restartWith(long metadataEnd) {
        events.tailMap(metadataEnd, true).clear();
        Map<UUID, String> alive = alive(metadataEnd);
        partitions.keySet().removeIf(id -> !alive.containsKey(id.topicId()));
    }

    List<PartitionModel> all() {
        List<PartitionModel> all = new ArrayList<>(partitions.values());
        all.add(metadata);
        return all;
    }

    @Nullable PartitionModel model(PartitionId id) {
        return id.equals(PartitionId.METADATA) ? metadata : partitions.get(id);
    }
}
