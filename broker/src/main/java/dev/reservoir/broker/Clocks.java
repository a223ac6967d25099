package dev.reservoir.broker;

import dev.reservoir.coord.runner.Now;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Where a broker gets the time. Both are thread-safe.
 *
 * @param wall the time of day, for what is written; it may be set forward and back
 * @param ticks counts on whatever happens to the wall clock, for timeouts: only the distance of two
 *     of its instants means something
 */
public record Clocks(InstantSource wall, InstantSource ticks) {

    /** The machine's clocks. */
    public static Clocks system() {
        return new Clocks(
                InstantSource.system(),
                () -> Instant.ofEpochMilli(TimeUnit.NANOSECONDS.toMillis(System.nanoTime())));
    }

    Now now() {
        return new Now(wall.millis(), ticks.millis());
    }
}
