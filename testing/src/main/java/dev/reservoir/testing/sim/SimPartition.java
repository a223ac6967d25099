package dev.reservoir.testing.sim;

import org.apache.kafka.common.TopicIdPartition;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the clients know of a partition: which value was acknowledged at which offset, and which was
 * read there. Both must agree for ever.
 */
final class SimPartition {
    final SimTopic topic;
    final TopicIdPartition id;

    private final Map<Long, String> known = new TreeMap<>();
    private final Map<String, Long> places = new HashMap<>();
    private final Map<String, long[]> sequences = new HashMap<>();
    private final Map<String, Long> needed = new HashMap<>();
    private long highestKnown = -1;
    private long trimAsked;
    private long trimmed;

    SimPartition(SimTopic topic, TopicIdPartition id) {
        this.topic = topic;
        this.id = id;
    }

    /** A value was acknowledged at an offset, or read there. */
    void learn(long offset, String text) {
        String before = known.putIfAbsent(offset, text);
        if (before != null && !before.equals(text)) {
            throw new AssertionError(
                    "%s: offset %d held %s and now holds %s".formatted(id, offset, before, text));
        }
        Value value = Value.parse(text);
        if (before == null && value.idempotent()) {
            placeOnce(offset, text, value);
        }
        highestKnown = Math.max(highestKnown, offset);
    }

    private void placeOnce(long offset, String text, Value value) {
        Long place = places.putIfAbsent(text, offset);
        if (place != null && place != offset) {
            throw new AssertionError(
                    "%s: %s is at offset %d and at %d".formatted(id, text, place, offset));
        }
        long[] last = sequences.computeIfAbsent(value.producer(), _ -> new long[] {-1, -1});
        if ((offset > last[0]) != (value.sequence() > last[1])) {
            throw new AssertionError(
                    "%s: %s at offset %d is out of order with sequence %d at %d"
                            .formatted(id, text, offset, last[1], last[0]));
        }
        if (offset > last[0]) {
            last[0] = offset;
            last[1] = value.sequence();
        }
    }

    long highestKnown() {
        return highestKnown;
    }

    /**
     * An idempotent producer needs its records from here on: a log that has forgotten a producer
     * takes any sequence from it (KIP-360) and cannot tell a retry from a gap.
     */
    void needs(String producer, long from) {
        needed.put(producer, from);
    }

    /** What lies below may be removed. */
    long removable() {
        return needed.values().stream()
                .mapToLong(Long::longValue)
                .reduce(highestKnown + 1, Math::min);
    }

    /** Somebody asks for the removal of everything below an offset. */
    void trimAsked(long before) {
        trimAsked = Math.max(trimAsked, before);
    }

    long trimAsked() {
        return trimAsked;
    }

    /** It was answered that everything below an offset is removed. */
    void trimmed(long before) {
        trimmed = Math.max(trimmed, before);
    }

    /** Everything below is known to be removed. */
    long trimmed() {
        return trimmed;
    }

    /**
     * A partition starts where somebody asked for it, and never before where it once started.
     *
     * @param asked {@link #trimmed} when the question was sent
     */
    void checkStart(long start, long asked) {
        if (start > trimAsked) {
            throw new AssertionError(
                    "%s starts at %d, records were deleted up to %d only"
                            .formatted(id, start, trimAsked));
        }
        if (start < asked) {
            throw new AssertionError(
                    "%s starts at %d, but records up to %d were deleted"
                            .formatted(id, start, asked));
        }
        trimmed = Math.max(trimmed, start);
    }
}
