package dev.reservoir.coord.runner;

/**
 * The moment at which something is decided.
 *
 * @param wallMs milliseconds since the epoch, for timestamps that are written
 * @param tickMs milliseconds on a clock that never jumps, for timeouts
 */
public record Now(long wallMs, long tickMs) {}
