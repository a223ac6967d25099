package dev.reservoir.orders.demo;

import dev.reservoir.orders.check.Figures;
import dev.reservoir.orders.service.ServiceName;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What there is to be seen at one moment.
 *
 * @param doing what the demo is about, in a few words
 * @param broker where the broker is, and how
 * @param directory where the databases are
 * @param looks how often the invariants were looked at
 * @param broken whether one was found broken
 * @param killing whether services are killed, and how often that was
 */
record Scene(
        String doing,
        Duration elapsed,
        String broker,
        Path directory,
        List<Service> services,
        Figures figures,
        long looks,
        boolean broken,
        String killing) {

    /**
     * A service.
     *
     * @param lag what its group has yet to handle; nothing if it has no group or nobody knows
     */
    record Service(ServiceName name, Child.State state, long pid, int restarts, OptionalLong lag) {}

    String clock() {
        return String.format(
                Locale.ROOT,
                "%d:%02d:%02d",
                elapsed.toHours(),
                elapsed.toMinutesPart(),
                elapsed.toSecondsPart());
    }

    /** What the service has to show for itself. */
    String done(ServiceName name) {
        return switch (name) {
            case ORDERS -> count(figures.orders()) + " taken";
            case BILLING ->
                    count(figures.paid()) + " paid, " + count(figures.declined()) + " declined";
            case INVENTORY -> count(figures.taken()) + " taken from stock";
            case SHIPPING -> count(figures.shipped()) + " shipped";
        };
    }

    String invariants() {
        return broken
                ? "BROKEN, see below"
                : looks == 0 ? "not looked at yet" : "all kept, looked at " + looks + " times";
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
