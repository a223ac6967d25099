package dev.reservoir.cli.kafka.groups;

/**
 * The offsets that a partition's log holds.
 *
 * @param start the first
 * @param end one past the last
 */
record LogRange(long start, long end) {

    long nearest(long offset) {
        return Math.clamp(offset, start, Math.max(start, end));
    }
}
