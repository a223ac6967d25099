package dev.reservoir.broker.fetch;

import dev.reservoir.broker.fetch.FetchSessionException.Reason;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The fetch sessions of all clients, bounded in number ({@code
 * max.incremental.fetch.session.cache.slots}). When it is full, a new session takes the place of
 * the one unused for longest, if that was for two minutes; else the client goes without.
 * Thread-safe.
 */
public final class FetchSessions {
    private static final int FINAL_EPOCH = -1;
    private static final int INITIAL_EPOCH = 0;
    private static final long EVICTABLE_AFTER_MS = 120_000;

    /**
     * What a fetch request says of its session.
     *
     * @param id session it goes on with; 0 for none
     * @param epoch its place in the session; 0 opens one, -1 closes it
     * @param byTopicId whether topics are named by id
     * @param targets partitions it adds or changes
     * @param forgotten partitions it drops
     */
    public record Ask(
            int id,
            int epoch,
            boolean byTopicId,
            List<FetchTarget> targets,
            List<FetchTarget.Key> forgotten) {}

    private final int slots;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<Integer, FetchSession> sessions = new HashMap<>();

    public FetchSessions(int slots, InstantSource clock, RandomGenerator random) {
        this.slots = slots;
        this.clock = clock;
        this.random = random;
    }

    /**
     * The round a request asks for.
     *
     * @throws FetchSessionException when its session is unknown or out of step
     */
    public FetchRound round(Ask ask) throws FetchSessionException {
        return switch (ask.epoch()) {
            case FINAL_EPOCH -> {
                close(ask.id());
                yield new FetchRound.Whole(0, ask.targets());
            }
            case INITIAL_EPOCH -> {
                close(ask.id());
                FetchSession session = open(ask);
                yield session == null
                        ? new FetchRound.Whole(0, ask.targets())
                        : new InSession(session, ask.targets(), true);
            }
            default -> resume(ask);
        };
    }

    private synchronized void close(int id) {
        sessions.remove(id);
    }

    private synchronized @Nullable FetchSession open(Ask ask) {
        if (ask.targets().isEmpty() || !makeRoom()) {
            return null;
        }
        int id;
        do {
            id = random.nextInt(1, Integer.MAX_VALUE);
        } while (sessions.containsKey(id));
        FetchSession session = new FetchSession(id, ask.byTopicId(), ask.targets(), clock.millis());
        sessions.put(id, session);
        return session;
    }

    private boolean makeRoom() {
        if (sessions.size() < slots) {
            return true;
        }
        Optional<FetchSession> oldest =
                sessions.values().stream().min(Comparator.comparingLong(FetchSession::lastUsed));
        if (oldest.isEmpty() || clock.millis() - oldest.get().lastUsed() < EVICTABLE_AFTER_MS) {
            return false;
        }
        sessions.remove(oldest.get().id());
        return true;
    }

    private FetchRound resume(Ask ask) throws FetchSessionException {
        FetchSession session;
        synchronized (this) {
            session = sessions.get(ask.id());
        }
        if (session == null) {
            throw new FetchSessionException(Reason.FETCH_SESSION_ID_NOT_FOUND);
        }
        List<FetchTarget> targets = session.advance(ask, clock.millis());
        if (targets.isEmpty()) {
            close(session.id());
            return new FetchRound.Whole(0, targets);
        }
        return new InSession(session, targets, false);
    }

    /**
     * What is told is remembered.
     *
     * @param first whether everything is told, whatever was told before
     */
    private record InSession(FetchSession session, List<FetchTarget> targets, boolean first)
            implements FetchRound {
        @Override
        public int sessionId() {
            return session.id();
        }

        @Override
        public boolean tells(
                FetchTarget target,
                boolean eventful,
                int bytes,
                long highWatermark,
                long logStart) {
            return session.tell(target, eventful, bytes, highWatermark, logStart) || first;
        }
    }
}
