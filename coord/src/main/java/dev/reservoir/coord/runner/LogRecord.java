package dev.reservoir.coord.runner;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * A record of a coordinator's log.
 *
 * @param value null for a tombstone
 * @param producer whose transaction it is part of; null for a record that counts at once
 */
public record LogRecord(ByteBuffer key, @Nullable ByteBuffer value, @Nullable Producer producer)
        implements LogEntry {

    /** A record that counts at once. */
    public LogRecord(ByteBuffer key, @Nullable ByteBuffer value) {
        this(key, value, null);
    }
}
