package dev.reservoir.testing.sim;

import java.time.Instant;
import java.time.InstantSource;

/** The broker's time of day: it runs with the scheduler's time, and somebody sets it. */
final class WallClock implements InstantSource {
    private final Scheduler scheduler;
    private long aheadMs;

    WallClock(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(scheduler.millis() + aheadMs);
    }

    /** Sets the clock so far ahead of the true time, or behind it. */
    void set(long ms) {
        aheadMs = ms;
    }
}
