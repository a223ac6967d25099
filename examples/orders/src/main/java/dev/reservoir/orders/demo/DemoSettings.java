package dev.reservoir.orders.demo;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;

/**
 * What the user asked for.
 *
 * @param bootstrap host and port of a broker; null for one of the demo's own
 * @param directory for databases and the own broker's data; null for one that is removed afterwards
 * @param ordersPerSecond how many orders are taken
 * @param killing whether services are killed
 * @param seed decides which service is killed when
 * @param duration after which the demo ends by itself; null for never
 */
public record DemoSettings(
        @Nullable String bootstrap,
        @Nullable Path directory,
        double ordersPerSecond,
        boolean killing,
        long seed,
        @Nullable Duration duration) {

    /** How many orders are taken, in words. */
    String rate() {
        return new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT))
                        .format(ordersPerSecond)
                + " orders a second";
    }
}
