package dev.reservoir.orders.demo;

import dev.reservoir.orders.check.Books;
import dev.reservoir.orders.check.Breaches;
import dev.reservoir.orders.check.Figures;
import dev.reservoir.orders.check.Invariant;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Looks at the invariants again and again, on a thread of its own until that is interrupted. It
 * rests many times as long as a look takes, which grows with the shop.
 */
final class Checker implements Runnable {
    /** What the news of a broken invariant begin with. */
    static final String BROKEN = "BROKEN";

    private static final long LEAST_REST_MS = 400;
    private static final int REST_FACTOR = 15;

    private final Books books;
    private final EventLog log;
    private final Breaches breaches = new Breaches();
    private volatile Figures figures = Figures.NONE;
    private final AtomicLong looks = new AtomicLong();
    private volatile boolean broken;

    Checker(Books books, EventLog log) {
        this.books = books;
        this.log = log;
    }

    @Override
    public void run() {
        try {
            while (true) {
                long begun = System.nanoTime();
                try {
                    note(books.read());
                } catch (SQLException e) {
                    log.news("demo", "the databases could not be read: " + e.getMessage());
                }
                long tookMs = (System.nanoTime() - begun) / 1_000_000;
                Thread.sleep(Math.max(LEAST_REST_MS, REST_FACTOR * tookMs));
            }
        } catch (InterruptedException _) {
            // The end is looked at by itself.
        }
    }

    /**
     * Looks at all invariants, when nothing moves any more and {@link #run} has ended.
     *
     * @return all that was broken, now or before
     */
    Breaches conclude() throws SQLException {
        note(books.readAtTheEnd());
        return breaches;
    }

    private void note(Books.Reading reading) {
        figures = reading.figures();
        looks.incrementAndGet();
        for (Invariant invariant : breaches.add(reading.broken())) {
            broken = true;
            log.news(
                    "demo",
                    (BROKEN + ": %s: %s")
                            .formatted(
                                    invariant.sentence(), Verdict.someOf(breaches.of(invariant))));
        }
    }

    Figures figures() {
        return figures;
    }

    /** How often the invariants were looked at. */
    long looks() {
        return looks.get();
    }

    boolean foundBroken() {
        return broken;
    }
}
