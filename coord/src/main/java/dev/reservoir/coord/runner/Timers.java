package dev.reservoir.coord.runner;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Deadlines by key. Moving one to later, as every heartbeat does, costs one write to a map: the
 * queue keeps the earlier entry and looks at the map when that one comes up. Not thread-safe.
 *
 * @param <K> what fires
 */
public final class Timers<K> {
    private record Entry<K>(long at, long order, K key) {}

    /** A deadline and the entry that is queued for it, at the same tick or an earlier one. */
    private record Deadline<K>(long at, Entry<K> queued) {}

    private final Map<K, Deadline<K>> deadlines = new HashMap<>();
    private final PriorityQueue<Entry<K>> queue =
            new PriorityQueue<>(
                    Comparator.<Entry<K>>comparingLong(Entry::at).thenComparingLong(Entry::order));
    private long lastOrder;

    public void set(K key, long at) {
        Deadline<K> known = deadlines.get(key);
        Entry<K> queued =
                known == null || known.queued().at() > at ? enqueue(key, at) : known.queued();
        deadlines.put(key, new Deadline<>(at, queued));
    }

    public void clear(K key) {
        deadlines.remove(key);
        if (queue.size() > 1_000 && queue.size() > 4 * deadlines.size()) {
            queue.removeIf(this::isStale);
        }
    }

    /** The timer that fires next, if its time has come; it stays until it is cleared. */
    public @Nullable K due(long now) {
        Entry<K> first = settle();
        return first != null && first.at() <= now ? first.key() : null;
    }

    /** When the next one fires; {@link Long#MAX_VALUE} for never. */
    public long next() {
        Entry<K> first = settle();
        return first == null ? Long.MAX_VALUE : first.at();
    }

    /** When a timer fires, or null. */
    public @Nullable Long at(K key) {
        Deadline<K> known = deadlines.get(key);
        return known == null ? null : known.at();
    }

    public int size() {
        return deadlines.size();
    }

    /** Brings the queue's head up to what the map says. */
    private @Nullable Entry<K> settle() {
        for (Entry<K> first = queue.peek(); first != null; first = queue.peek()) {
            Deadline<K> known = deadlines.get(first.key());
            if (known == null || !known.queued().equals(first)) {
                queue.poll();
            } else if (known.at() != first.at()) {
                queue.poll();
                deadlines.put(
                        first.key(), new Deadline<>(known.at(), enqueue(first.key(), known.at())));
            } else {
                return first;
            }
        }
        return null;
    }

    private boolean isStale(Entry<K> entry) {
        Deadline<K> known = deadlines.get(entry.key());
        return known == null || !known.queued().equals(entry);
    }

    private Entry<K> enqueue(K key, long at) {
        Entry<K> entry = new Entry<>(at, ++lastOrder, key);
        queue.add(entry);
        return entry;
    }
}
