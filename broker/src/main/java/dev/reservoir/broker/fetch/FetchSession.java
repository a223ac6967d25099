package dev.reservoir.broker.fetch;

import dev.reservoir.broker.fetch.FetchSessionException.Reason;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The partitions a client keeps fetching, so that a request names only what changed and an answer
 * holds only what is new (KIP-227). Thread-safe.
 */
final class FetchSession {
    private static final int FIRST_EPOCH = 1;

    private static final class Entry {
        FetchTarget target;
        long toldHighWatermark = -1;
        long toldLogStart = -1;

        Entry(FetchTarget target) {
            this.target = target;
        }
    }

    private final int id;
    private final boolean byTopicId;
    private final Map<FetchTarget.Key, Entry> entries = new LinkedHashMap<>();
    private int nextEpoch = FIRST_EPOCH;
    private long lastUsed;

    FetchSession(int id, boolean byTopicId, List<FetchTarget> targets, long now) {
        this.id = id;
        this.byTopicId = byTopicId;
        this.lastUsed = now;
        targets.forEach(target -> entries.put(target.key(), new Entry(target)));
    }

    int id() {
        return id;
    }

    synchronized long lastUsed() {
        return lastUsed;
    }

    /**
     * Takes what an incremental request changes and gives the whole list of partitions it is about.
     */
    synchronized List<FetchTarget> advance(FetchSessions.Ask ask, long now)
            throws FetchSessionException {
        if (ask.byTopicId() != byTopicId) {
            throw new FetchSessionException(Reason.FETCH_SESSION_TOPIC_ID_ERROR);
        }
        if (ask.epoch() != nextEpoch) {
            throw new FetchSessionException(Reason.INVALID_FETCH_SESSION_EPOCH);
        }
        nextEpoch = nextEpoch == Integer.MAX_VALUE ? FIRST_EPOCH : nextEpoch + 1;
        lastUsed = now;
        ask.forgotten().forEach(entries::remove);
        for (FetchTarget target : ask.targets()) {
            Entry entry = entries.get(target.key());
            if (entry == null) {
                entries.put(target.key(), new Entry(target));
            } else {
                entry.target = target;
            }
        }
        return entries.values().stream().map(entry -> entry.target).toList();
    }

    /** Notes what the client is told; false when it knows all of it already. */
    synchronized boolean tell(
            FetchTarget target, boolean eventful, int bytes, long highWatermark, long logStart) {
        Entry entry = entries.get(target.key());
        if (entry == null) {
            return true;
        }
        boolean news =
                eventful
                        || bytes > 0
                        || entry.toldHighWatermark != highWatermark
                        || entry.toldLogStart != logStart;
        // After an error the client is told again, whatever the values.
        entry.toldHighWatermark = eventful ? -1 : highWatermark;
        entry.toldLogStart = logStart;
        if (bytes > 0) {
            moveToEnd(target.key(), entry);
        }
        return news;
    }

    /** What was served goes behind the others, so that a small {@code max.bytes} starves nobody. */
    private void moveToEnd(FetchTarget.Key key, Entry entry) {
        entries.remove(key);
        entries.put(key, entry);
    }
}
