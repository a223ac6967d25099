package dev.reservoir.coord.runner;

/** Where a runner gets the time. Thread-safe. */
@FunctionalInterface
public interface RunnerClock {
    Now now();
}
