package dev.reservoir.coord.runner;

import java.util.concurrent.TimeUnit;

/** Where a runner gets the time. Thread-safe. */
@FunctionalInterface
public interface RunnerClock {
    Now now();

    /** The machine's clocks: a wall clock that is set back expires no session. */
    static RunnerClock system() {
        return () ->
                new Now(
                        System.currentTimeMillis(),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }
}
