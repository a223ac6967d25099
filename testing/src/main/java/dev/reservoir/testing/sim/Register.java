package dev.reservoir.testing.sim;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A place where clients write values, each value once, which the broker takes in the order in which
 * they arrive. Whoever asks must see the newest value that was acknowledged, or seen, before it
 * asked, or a later one.
 */
final class Register {
    private final String name;
    private final Map<String, Long> arrivals = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private long lastArrival;
    private long floor;

    Register(String name) {
        this.name = name;
    }

    /** The broker takes a value, if it does. */
    void arrived(String value) {
        arrivals.put(value, ++lastArrival);
    }

    void acknowledged(String value) {
        floor = Math.max(floor, arrival(value));
    }

    /** The broker said that it did not take the value, and why that is final. */
    void refused(String value) {
        refused.add(value);
    }

    /** What a question that is asked now must see at least. */
    long floor() {
        return floor;
    }

    /**
     * An answer came.
     *
     * @param value null for none
     * @param asked the {@link #floor} when it was asked
     */
    void seen(@Nullable String value, long asked) {
        if (value == null) {
            if (asked > 0) {
                throw new AssertionError(name + " is lost");
            }
            return;
        }
        if (refused.contains(value)) {
            throw new AssertionError(name + " shows " + value + ", which was refused");
        }
        if (arrival(value) < asked) {
            throw new AssertionError(
                    "%s went back to %s, number %d; number %d was known before"
                            .formatted(name, value, arrival(value), asked));
        }
        floor = Math.max(floor, arrival(value));
    }

    private long arrival(String value) {
        Long arrival = arrivals.get(value);
        if (arrival == null) {
            throw new AssertionError(name + " shows " + value + ", which nobody wrote");
        }
        return arrival;
    }
}
