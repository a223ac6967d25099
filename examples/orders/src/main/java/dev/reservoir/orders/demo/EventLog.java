package dev.reservoir.orders.demo;

import java.time.Clock;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The latest lines that anybody said: about single orders, of which there are many, and about
 * everything else (news: kills, starts, problems), which those must not push out. May be used by
 * any thread.
 */
final class EventLog {
    private static final int CAPACITY = 200;

    /**
     * A line.
     *
     * @param number ascending
     * @param source who said it
     */
    record Line(long number, LocalTime time, String source, String text) {}

    private final Clock clock;
    private final Deque<Line> orders = new ArrayDeque<>();
    private final Deque<Line> news = new ArrayDeque<>();
    private long added;

    EventLog(Clock clock) {
        this.clock = clock;
    }

    /** Something happened to an order. */
    void order(String source, String text) {
        add(orders, source, text);
    }

    /** Something else happened. */
    void news(String source, String text) {
        add(news, source, text);
    }

    private synchronized void add(Deque<Line> lines, String source, String text) {
        lines.addLast(new Line(++added, LocalTime.now(clock), source, text));
        if (lines.size() > CAPACITY) {
            lines.removeFirst();
        }
    }

    /** The news with a greater number, oldest first. */
    synchronized List<Line> newsSince(long number) {
        return news.stream().filter(line -> line.number() > number).toList();
    }

    /** The latest news, oldest first. */
    synchronized List<Line> latestNews(int count) {
        return latest(news, count);
    }

    /** The latest lines about orders, oldest first. */
    synchronized List<Line> latestOrders(int count) {
        return latest(orders, count);
    }

    private static List<Line> latest(Deque<Line> lines, int count) {
        List<Line> all = new ArrayList<>(lines);
        return all.subList(Math.max(0, all.size() - count), all.size());
    }
}
