package dev.reservoir.cli.kafka.groups;

/** What {@code --reset-offsets} moves offsets to. */
sealed interface ResetSpec {
    record ToEarliest() implements ResetSpec {}

    record ToLatest() implements ResetSpec {}

    /** The committed offset, or the end of the log where nothing is committed. */
    record ToCurrent() implements ResetSpec {}

    /** An offset, brought into the log's range. */
    record ToOffset(long offset) implements ResetSpec {}

    /** The committed offset plus {@code distance}, brought into the log's range. */
    record ShiftBy(long distance) implements ResetSpec {}

    /**
     * The first record at or after a time, or the end of the log.
     *
     * @param millis since the epoch
     */
    record ToTime(long millis) implements ResetSpec {}

    /** Offsets from a CSV file, brought into the log's range. */
    record FromFile(String file) implements ResetSpec {}
}
