package dev.reservoir.log;

/** An offset lies outside what the log holds. The message names both. */
public final class OffsetOutOfRangeException extends Exception {
    private static final long serialVersionUID = 1L;

    public OffsetOutOfRangeException(PartitionId partition, long offset, Offsets offsets) {
        super(
                "Offset %d is outside of %s, which holds %d to %d."
                        .formatted(offset, partition, offsets.start(), offsets.durable()));
    }
}
