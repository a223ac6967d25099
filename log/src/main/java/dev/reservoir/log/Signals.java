package dev.reservoir.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The signals that wait for one event to come. Costs one empty list while nobody waits.
 * Thread-safe.
 */
public final class Signals {
    private List<Signal> waiting = List.of();

    /** Adds a waiter; it checks its condition once more afterwards, before it waits. */
    public synchronized void add(Signal signal) {
        if (waiting.isEmpty()) {
            waiting = new ArrayList<>(2);
        }
        waiting.add(signal);
    }

    public synchronized void remove(Signal signal) {
        waiting.remove(signal);
    }

    /** Raises every waiter and forgets it. */
    public void raiseAll() {
        List<Signal> woken;
        synchronized (this) {
            woken = waiting;
            waiting = List.of();
        }
        woken.forEach(Signal::raise);
    }
}
