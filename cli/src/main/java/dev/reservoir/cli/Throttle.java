package dev.reservoir.cli;

/**
 * Keeps a sender at a rate. Sleeps are at least {@link #MIN_SLEEP_NS} long, so that a high rate
 * does not drown in them.
 *
 * @param perSecond zero or less for no limit
 * @param startNs when the first record was sent
 */
public record Throttle(double perSecond, long startNs) {
    private static final long MIN_SLEEP_NS = 2_000_000;
    private static final double NS_PER_SECOND = 1e9;

    /**
     * How long to wait, in nanoseconds, after {@code sent} records at time {@code nowNs}; 0 for not
     * at all.
     */
    public long pauseNs(long sent, long nowNs) {
        if (perSecond <= 0) {
            return 0;
        }
        long due = (long) (sent / perSecond * NS_PER_SECOND);
        long ahead = due - (nowNs - startNs);
        return ahead < MIN_SLEEP_NS ? 0 : ahead;
    }
}
