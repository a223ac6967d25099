package dev.reservoir.coord.group;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Deadlines by key. Moving one to later, as every heartbeat does, costs one write to a map: the
 * queue keeps the earlier entry and looks at the map when that one comes up. Not thread-safe.
 */
final class Timers {
    private record Entry(long at, long order, TimerKey key) {}

    /** A deadline and the entry that is queued for it, at the same tick or an earlier one. */
    private record Deadline(long at, Entry queued) {}

    private final Map<TimerKey, Deadline> deadlines = new HashMap<>();
    private final PriorityQueue<Entry> queue =
            new PriorityQueue<>(
                    Comparator.comparingLong(Entry::at).thenComparingLong(Entry::order));
    private long lastOrder;

    void set(TimerKey key, long at) {
        Deadline known = deadlines.get(key);
        Entry queued =
                known == null || known.queued().at() > at ? enqueue(key, at) : known.queued();
        deadlines.put(key, new Deadline(at, queued));
    }

    void clear(TimerKey key) {
        deadlines.remove(key);
        if (queue.size() > 1_000 && queue.size() > 4 * deadlines.size()) {
            queue.removeIf(this::isStale);
        }
    }

    /** The timer that fires next, if its time has come; it stays until it is cleared. */
    @Nullable TimerKey due(long now) {
        Entry first = settle();
        return first != null && first.at() <= now ? first.key() : null;
    }

    /** When the next one fires; {@link Long#MAX_VALUE} for never. */
    long next() {
        Entry first = settle();
        return first == null ? Long.MAX_VALUE : first.at();
    }

    /** When a timer fires, or null. */
    @Nullable Long at(TimerKey key) {
        Deadline known = deadlines.get(key);
        return known == null ? null : known.at();
    }

    int size() {
        return deadlines.size();
    }

    /** Brings the queue's head up to what the map says. */
    private @Nullable Entry settle() {
        for (Entry first = queue.peek(); first != null; first = queue.peek()) {
            Deadline known = deadlines.get(first.key());
            if (known == null || !known.queued().equals(first)) {
                queue.poll();
            } else if (known.at() != first.at()) {
                queue.poll();
                deadlines.put(
                        first.key(), new Deadline(known.at(), enqueue(first.key(), known.at())));
            } else {
                return first;
            }
        }
        return null;
    }

    private boolean isStale(Entry entry) {
        Deadline known = deadlines.get(entry.key());
        return known == null || !known.queued().equals(entry);
    }

    private Entry enqueue(TimerKey key, long at) {
        Entry entry = new Entry(at, ++lastOrder, key);
        queue.add(entry);
        return entry;
    }
}
