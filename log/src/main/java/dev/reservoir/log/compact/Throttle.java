package dev.reservoir.log.compact;

/** Bounds the I/O of compaction. Thread-safe. */
@FunctionalInterface
public interface Throttle {
    /** As fast as it goes. */
    Throttle NONE = bytes -> {};

    /** So many bytes were read or written; waits when that was too fast. */
    void used(long bytes) throws InterruptedException;
}
