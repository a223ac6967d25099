package dev.reservoir.broker.api;

/** The internal topic {@code __consumer_offsets}, made when it is first needed. Thread-safe. */
public interface OffsetsTopic {
    /** Whether it is there. */
    boolean exists();

    /**
     * Sees to it that it is there.
     *
     * @return false when it is still being made; the client asks again
     */
    boolean ensure();
}
