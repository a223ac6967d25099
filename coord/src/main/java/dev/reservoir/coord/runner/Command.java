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

    /** Whether it waits for its shard to be loaded rather than being refused meanwhile. */
    default boolean waitsForLoad() {
        return false;
    }
}
