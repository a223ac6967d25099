package dev.reservoir.log;

/** Where an engine gets the folded state of an open partition when it makes a checkpoint. */
@FunctionalInterface
public interface StateSource {
    /**
     * A consistent pair of offset and state; the offset is the end of the log at that moment,
     * durable or not. Called by the engine's checkpoint thread; may take the partition's append
     * lock, so the engine holds none of its own meanwhile.
     */
    SavedState capture();
}
