package dev.reservoir.cli.house;

import dev.reservoir.cli.Terminal;

import java.time.Duration;

/**
 * How far long work is: a line on standard error that is written again and again, with the rate
 * and, where the whole is known, the time left. Nothing where standard error is no screen. Used by
 * one thread; times are {@link System#nanoTime()}.
 */
public final class Progress {
    private static final long INTERVAL_NS = 200_000_000;
    private static final long FIRST_NS = 500_000_000;
    private static final double NS_PER_S = 1e9;
    private static final String ERASE = "\r\u001b[K";

    private final Terminal terminal;
    private final String thing;
    private final long begunNs;
    private long shownNs;
    private boolean visible;

    /**
     * @param thing what is counted, in the singular
     */
    public Progress(Terminal terminal, String thing, long nowNs) {
        this.terminal = terminal;
        this.thing = thing;
        this.begunNs = nowNs;
        this.shownNs = nowNs + FIRST_NS - INTERVAL_NS;
    }

    /**
     * Shows it if some time has gone by since the last call that did.
     *
     * @param share of the whole that is done, 0 to 1; negative when the whole is not known
     */
    public void at(long done, long bytes, double share, long nowNs) {
        if (terminal.progress() && nowNs - shownNs >= INTERVAL_NS) {
            shownNs = nowNs;
            visible = true;
            terminal.err().print(ERASE + text(done, bytes, share, nowNs));
            terminal.err().flush();
        }
    }

    /** The line without its end. */
    String text(long done, long bytes, double share, long nowNs) {
        double seconds = (nowNs - begunNs) / NS_PER_S;
        String line = Sizes.of(done, thing) + ", " + rate(done, bytes, seconds);
        if (share <= 0) {
            return line;
        }
        Duration left = Duration.ofSeconds(Math.round(seconds / share * (1 - share)));
        return "%3.0f %%  %s, %s left".formatted(share * 100, line, Times.text(left));
    }

    /** Both rates. */
    public static String rate(long done, long bytes, double seconds) {
        double span = Math.max(seconds, 1e-3);
        return Sizes.count(Math.round(done / span)) + "/s, " + Sizes.text(bytes / span) + "/s";
    }

    /** Removes the line. */
    public void clear() {
        if (visible) {
            visible = false;
            terminal.err().print(ERASE);
            terminal.err().flush();
        }
    }
}
