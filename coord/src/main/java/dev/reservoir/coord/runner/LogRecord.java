package dev.reservoir.coord.runner;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * A record of a coordinator's log.
 *
 * @param value null for a tombstone
 */
public record LogRecord(ByteBuffer key, @Nullable ByteBuffer value) {}
