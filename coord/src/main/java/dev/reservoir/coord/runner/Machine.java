package dev.reservoir.coord.runner;

import org.jspecify.annotations.Nullable;

/**
 * A coordinator without thread, clock or disk. {@link #decide} reads the state, {@link #apply}
 * alone writes it, live and when the log is replayed. Called by one thread at a time for one state;
 * different states are used by different threads (a shard is loaded while others run).
 *
 * @param <S> the state of one shard
 * @param <C> its commands
 * @param <E> its events
 */
public interface Machine<S, C extends Command<?>, E> {
    /** The state before the first event. */
    S empty();

    /**
     * Decides, without changing the state.
     *
     * @param ticket names the command in {@link Answer}s, also in those of later decisions; 0 for a
     *     command nobody waits for
     */
    Decision<E> decide(S state, long ticket, C command, Now now);

    void apply(S state, E event);

    /** The command to decide once, after a shard was loaded. */
    C onLoaded();

    /**
     * A command whose time has come, null when there is none. Its decision must change that, for it
     * is asked again until there is none.
     */
    @Nullable C due(S state, Now now);

    /** When {@link #due} has something next, in ticks; {@link Long#MAX_VALUE} for never. */
    long nextDeadline(S state);

    /** What an event leaves in the log; null for one that is forgotten with the process. */
    @Nullable LogEntry encode(E event);

    /**
     * The event of a log entry; null for one of another kind, which is skipped.
     *
     * @throws RuntimeException when the entry is malformed
     */
    @Nullable E decode(LogEntry entry);
}
