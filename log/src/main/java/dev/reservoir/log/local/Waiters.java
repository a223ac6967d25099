package dev.reservoir.log.local;

import dev.reservoir.log.Signal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Signals that wait for a partition's durable offset to pass theirs. Guarded by its owner. */
final class Waiters {
    private record Waiter(long offset, Signal signal) {}

    private List<Waiter> waiting = List.of();

    void add(long offset, Signal signal) {
        if (waiting.isEmpty()) {
            waiting = new ArrayList<>(2);
        }
        waiting.add(new Waiter(offset, signal));
    }

    void remove(Signal signal) {
        if (!waiting.isEmpty()) {
            waiting.removeIf(waiter -> waiter.signal == signal);
        }
    }

    /** Moves the signals of all whose offset is below {@code durable} to a list. */
    void take(long durable, List<Signal> target) {
        if (waiting.isEmpty()) {
            return;
        }
        for (Iterator<Waiter> all = waiting.iterator(); all.hasNext(); ) {
            Waiter waiter = all.next();
            if (waiter.offset < durable) {
                target.add(waiter.signal);
                all.remove();
            }
        }
        if (waiting.isEmpty()) {
            waiting = List.of();
        }
    }
}
