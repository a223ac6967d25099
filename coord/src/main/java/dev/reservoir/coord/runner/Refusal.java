package dev.reservoir.coord.runner;

/** Why a command was not decided. */
public enum Refusal {
    /** The shard is still being loaded from its log, for longer than commands wait; soon again. */
    LOADING,
    /**
     * The shard cannot be served now: its log failed or cannot be read, the queue is full, or the
     * runner is closed. Whether what the command asked for was done is unknown.
     */
    UNAVAILABLE,
    /** The machine itself failed on this command; the log has the stack trace. */
    FAILED
}
