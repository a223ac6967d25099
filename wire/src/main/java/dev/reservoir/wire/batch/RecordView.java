package dev.reservoir.wire.batch;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * One record, read out of a batch.
 *
 * @param offset its offset in the partition
 * @param timestamp milliseconds since the epoch; -1 when it has none
 * @param key null for a record without a key
 * @param value null for a tombstone
 */
public record RecordView(
        long offset, long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value) {}
