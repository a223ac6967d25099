package dev.reservoir.broker.net;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What the log says about clients. One that is misconfigured or hostile does the same wrong thing
 * again and again: each kind of line about an address is written once or a few times, then left out
 * for a minute, and for longer and longer while it goes on. Thread-safe; not for the hot path.
 */
public final class ClientLog {
    /** Lines of one kind about one address in a window, where their numbers tell something. */
    static final int LINES = 5;

    /** Lines of all kinds and addresses in a minute. */
    static final int LINES_IN_ALL = 200;

    private static final long SHORTEST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int MAX_SUBJECTS = 1_000;
    private static final int MAX_KIND = 60;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final LongSupplier nanos;
    private final Map<Subject, Window> windows = new LinkedHashMap<>(16, 0.75f, true);
    private final Window all;

    /**
     * @param nanos a clock as {@link System#nanoTime}
     */
    public ClientLog(LongSupplier nanos) {
        this.nanos = nanos;
        this.all = new Window(nanos.getAsLong());
    }

    private record Subject(InetAddress client, String kind, int lines) {}

    /**
     * Writes a line whose kind is what it says apart from its numbers.
     *
     * @param client whom it is about
     */
    public void warn(Logger log, InetAddress client, String line) {
        write(log, Level.WARN, new Subject(client, kind(line), LINES), () -> line);
    }

    /** As {@link #warn(Logger, InetAddress, String)}, of what is no problem of ours. */
    public void info(Logger log, InetAddress client, String line) {
        write(log, Level.INFO, new Subject(client, kind(line), LINES), () -> line);
    }

    /** Writes a line of a kind, once in a while; it is made only when it is written. */
    public void warn(Logger log, InetAddress client, String kind, Supplier<String> line) {
        write(log, Level.WARN, new Subject(client, kind, 1), line);
    }

    private static String kind(String line) {
        String words = line.replaceAll("[^a-zA-Z ]", "");
        return words.substring(0, Math.min(words.length(), MAX_KIND));
    }

    private void write(Logger log, Level level, Subject subject, Supplier<String> line) {
        String remark = remark(subject);
        if (remark != null) {
            // Clients choose names: none shall look like a line of its own.
            log.atLevel(level).log("{}{}", CONTROL.matcher(line.get()).replaceAll("?"), remark);
        }
    }

    /** What is to be added to the line; null when it is left out. */
    private synchronized @Nullable String remark(Subject subject) {
        long now = nanos.getAsLong();
        Window window = windows.computeIfAbsent(subject, _ -> new Window(now));
        if (windows.size() > MAX_SUBJECTS) {
            windows.remove(windows.keySet().iterator().next());
        }
        long leftOut = window.turn(now);
        if (!window.takes(subject.lines())) {
            return null;
        }
        all.turn(now);
        if (!all.takes(LINES_IN_ALL)) {
            return null;
        }
        String before = leftOut == 0 ? "" : " (%d more like this were left out)".formatted(leftOut);
        return subject.lines() > 1 && window.written == subject.lines()
                ? before
                        + " (more like this are left out for %d s)"
                                .formatted(window.secondsLeft(now))
                : before;
    }

    /** A stretch of time in which a number of lines may be written. */
    private static final class Window {
        private long began;
        private long length = SHORTEST_NANOS;
        private int written;
        private long leftOut;

        Window(long began) {
            this.began = began;
        }

        /** Begins anew when the time is over; returns how many lines were left out since. */
        long turn(long now) {
            if (now - began < length) {
                return 0;
            }
            boolean quiet = leftOut == 0 || now - began > 2 * length;
            length = quiet ? SHORTEST_NANOS : Math.min(2 * length, LONGEST_NANOS);
            long before = leftOut;
            began = now;
            written = 0;
            leftOut = 0;
            return before;
        }

        boolean takes(int most) {
            if (written == most) {
                leftOut++;
                return false;
            }
            written++;
            return true;
        }

        long secondsLeft(long now) {
            return TimeUnit.NANOSECONDS.toSeconds(length - (now - began));
        }
    }
}
