package dev.reservoir.coord.runner;

/**
 * Something a machine is asked to do.
 *
 * @param <R> what is answered
 */
public interface Command<R> {
    Class<R> resultType();

    /** The answer when nothing was decided. */
    R refused(Refusal why);

    /**
     * Whether it waits for its shard to be loaded however long that takes, rather than {@link
     * RunnerConfig#loadWaitMs} at most.
     */
    default boolean waitsForLoad() {
        return false;
    }
}
