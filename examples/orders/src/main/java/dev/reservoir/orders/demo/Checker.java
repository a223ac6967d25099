package dev.reservoir.orders.demo;

import dev.reservoir.orders.check.Books;
import dev.reservoir.orders.check.Breaches;
import dev.reservoir.orders.check.Figures;
import dev.reservoir.orders.check.Invariant;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads the shop's figures several times a second and looks at the invariants, on a thread of its
 * own until that is interrupted. After a look, which takes the longer the larger the shop is, the
 * next comes after many times as long.
 */
final class Checker implements Runnable {
    /** What the news of a broken invariant begin with. */
    static final String BROKEN = "BROKEN";

    private static final long PAUSE_MS = 300;
    private static final int REST_FACTOR = 15;

    private final Books books;
    private final EventLog log;
    private final Breaches breaches = new Breaches();
    private volatile Figures figures = Figures.NONE;
    private final AtomicLong looks = new AtomicLong();
    private final AtomicLong rounds = new AtomicLong();
    private volatile boolean broken;

    Checker(Books books, EventLog log) {
        this.books = books;
        this.log = log;
    }

    @Override
    public void run() {
        long nextLook = System.nanoTime();
        try {
            while (true) {
                try {
                    long now = System.nanoTime();
                    if (now - nextLook >= 0) {
                        note(books.read());
                        nextLook = now + REST_FACTOR * (System.nanoTime() - now);
                    } else {
                        figures = books.figures();
                    }
                    rounds.incrementAndGet();
                } catch (SQLException e) {
                    log.news("demo", "the databases could not be read: " + e.getMessage());
                }
                Thread.sleep(PAUSE_MS);
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

    /** How often the figures were read. */
    long rounds() {
        return rounds.get();
    }

    /** How often the invariants were looked at. */
    long looks() {
        return looks.get();
    }

    boolean foundBroken() {
        return broken;
    }
}
