package dev.reservoir.log;

import java.nio.ByteBuffer;

/**
 * The state that is folded from a partition's batches, as of an offset: folding the batches from
 * {@code offset} on into {@code blob} gives the state at the end.
 *
 * @param blob from position to limit; readers duplicate it
 */
public record SavedState(long offset, ByteBuffer blob) {
    /** Before the first batch. */
    public static final SavedState EMPTY =
            new SavedState(0, ByteBuffer.allocate(0).asReadOnlyBuffer());
}
