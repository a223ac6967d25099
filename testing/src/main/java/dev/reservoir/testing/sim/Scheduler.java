package dev.reservoir.testing.sim;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * Time and order of the simulated world: events happen one after the other, at the time they were
 * planned for; which of several at one time comes first is left to chance. Used by one thread.
 */
public final class Scheduler implements InstantSource {
    /** What happens; what goes wrong in it ends the simulation. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    private record Event(long at, long tie, long number, String name, Action action) {}

    private static final long BEGIN = 1_700_000_000_000L;

    private final RandomGenerator random;
    private final Trace trace;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::at)
                            .thenComparingLong(Event::tie)
                            .thenComparingLong(Event::number));
    private long now = BEGIN;
    private long planned;

    public Scheduler(RandomGenerator random, Trace trace) {
        this.random = random;
        this.trace = trace;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(now);
    }

    @Override
    public long millis() {
        return now;
    }

    /** Milliseconds since the simulation began. */
    public long elapsed() {
        return now - BEGIN;
    }

    /** Plans an event. */
    public void after(long delayMs, String name, Action action) {
        events.add(new Event(now + delayMs, random.nextLong(), planned++, name, action));
    }

    /** Has something happen again and again, each time after a delay within these bounds. */
    void every(long least, long most, String name, Action action) {
        after(
                delay(least, most),
                name,
                () -> {
                    action.run();
                    every(least, most, name, action);
                });
    }

    /** A delay from {@code least} to {@code most} milliseconds. */
    public long delay(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    /**
     * Lets the next event happen.
     *
     * @return false when there is none
     */
    public boolean step() throws Exception {
        Event event = events.poll();
        if (event == null) {
            return false;
        }
        now = event.at();
        trace.note(elapsed() + " " + event.name());
        event.action().run();
        return true;
    }
}
