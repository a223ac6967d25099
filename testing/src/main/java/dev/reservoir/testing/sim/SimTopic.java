package dev.reservoir.testing.sim;

import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the clients know of a partition: which value was acknowledged at which offset, and which was
 * read there. Both must agree for ever.
 */
final class SimTopic {
    final TopicIdPartition id;

    private final NavigableMap<Long, String> known = new TreeMap<>();
    private final Map<String, Long> places = new TreeMap<>();
    private long highestKnown = -1;
    private long highestTrim;

    SimTopic(Uuid topicId, String name, int index) {
        id = new TopicIdPartition(topicId, new TopicPartition(name, index));
    }

    /** A value was acknowledged at an offset, or read there. */
    void learn(long offset, String value) {
        String before = known.putIfAbsent(offset, value);
        if (before != null && !before.equals(value)) {
            throw new AssertionError(
                    "%s: offset %d held %s and now holds %s".formatted(id, offset, before, value));
        }
        Long place = places.putIfAbsent(value, offset);
        if (place != null && place != offset) {
            throw new AssertionError(
                    "%s: %s is at offset %d and at %d".formatted(id, value, place, offset));
        }
        highestKnown = Math.max(highestKnown, offset);
    }

    long highestKnown() {
        return highestKnown;
    }

    /** Somebody asked for the removal of everything below an offset. */
    void trimAsked(long before) {
        highestTrim = Math.max(highestTrim, before);
    }

    /** A partition may start at an offset only if that was asked for. */
    void checkStart(long start) {
        if (start > highestTrim) {
            throw new AssertionError(
                    "%s starts at %d, records were deleted up to %d only"
                            .formatted(id, start, highestTrim));
        }
    }
}
