package dev.reservoir.coord.group;

import dev.reservoir.coord.record.OffsetKey;
import dev.reservoir.coord.record.OffsetValue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Offsets that were committed in transactions which have not ended. A later commit of the same
 * offset, in a transaction or not, wins over an earlier one, whichever transaction ends first. Not
 * thread-safe.
 */
final class PendingOffsets {
    /** How many ends of transactions are remembered; a commit is late by moments. */
    private static final int MAX_ENDS = 10_000;

    private record Pending(OffsetValue value, long order) {}

    private final Map<Long, Map<OffsetKey, Pending>> byProducer = new HashMap<>();

    /** The number of a producer's last end, the oldest first. */
    private final Map<Long, Long> ends = new LinkedHashMap<>();

    private long lastOrder;
    private long lastEnd;

    void put(long producerId, OffsetKey key, OffsetValue value) {
        byProducer
                .computeIfAbsent(producerId, _ -> new HashMap<>())
                .put(key, new Pending(value, ++lastOrder));
    }

    /**
     * The offset was committed outside of transactions, or forgotten: earlier ones do not count.
     */
    void outdate(OffsetKey key) {
        if (!byProducer.isEmpty()) {
            outdate(key, Long.MAX_VALUE);
        }
    }

    private void outdate(OffsetKey key, long before) {
        for (Map<OffsetKey, Pending> pending : byProducer.values()) {
            Pending known = pending.get(key);
            if (known != null && known.order < before) {
                pending.remove(key);
            }
        }
        byProducer.values().removeIf(Map::isEmpty);
    }

    /**
     * A transaction was committed.
     *
     * @return the offsets that count now
     */
    Map<OffsetKey, OffsetValue> commit(long producerId) {
        Map<OffsetKey, OffsetValue> offsets = new HashMap<>();
        Map<OffsetKey, Pending> ended = end(producerId);
        ended.forEach((key, pending) -> {
            offsets.put(key, pending.value);
            outdate(key, pending.order);
        });
        return offsets;
    }

    /** A transaction was aborted: its offsets are forgotten. */
    void abort(long producerId) {
        end(producerId);
    }

    private Map<OffsetKey, Pending> end(long producerId) {
        ends.remove(producerId);
        ends.put(producerId, ++lastEnd);
        if (ends.size() > MAX_ENDS) {
            ends.remove(ends.keySet().iterator().next());
        }
        Map<OffsetKey, Pending> ended = byProducer.remove(producerId);
        return ended == null ? Map.of() : ended;
    }

    /** See {@link GroupCommand.Standing}; 0 for a producer that ended no transaction here. */
    long standing(long producerId) {
        return ends.getOrDefault(producerId, 0L);
    }

    boolean contains(OffsetKey key) {
        return byProducer.values().stream().anyMatch(pending -> pending.containsKey(key));
    }

    /** What is pending of the groups, topics and partitions that are wanted. */
    Set<OffsetKey> keys(Predicate<OffsetKey> wanted) {
        return byProducer.values().stream()
                .flatMap(pending -> pending.keySet().stream())
                .filter(wanted)
                .collect(Collectors.toSet());
    }
}
