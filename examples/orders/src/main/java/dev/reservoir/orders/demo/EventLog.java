package dev.reservoir.orders.demo;

import java.time.Clock;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The latest lines that anybody said. May be used by any thread. */
final class EventLog {
    private static final int CAPACITY = 200;

    /**
     * A line.
     *
     * @param source who said it
     * @param notable whether it is about more than one order's way through the shop
     */
    record Line(long number, LocalTime time, String source, String text, boolean notable) {}

    private final Clock clock;
    private final Deque<Line> lines = new ArrayDeque<>();
    private long added;

    EventLog(Clock clock) {
        this.clock = clock;
    }

    /** Something happened to an order. */
    void add(String source, String text) {
        add(source, text, false);
    }

    /** A problem, a kill, a start: what also those want to know who do not follow every order. */
    void addNotable(String source, String text) {
        add(source, text, true);
    }

    private synchronized void add(String source, String text, boolean notable) {
        lines.addLast(new Line(++added, LocalTime.now(clock), source, text, notable));
        if (lines.size() > CAPACITY) {
            lines.removeFirst();
        }
    }

    /** The lines with a greater number, oldest first. */
    synchronized List<Line> since(long number) {
        return lines.stream().filter(line -> line.number() > number).toList();
    }

    /** The last lines, oldest first. */
    synchronized List<Line> latest(int count) {
        List<Line> all = new ArrayList<>(lines);
        return all.subList(Math.max(0, all.size() - count), all.size());
    }
}
