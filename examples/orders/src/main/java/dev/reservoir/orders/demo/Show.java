package dev.reservoir.orders.demo;

import dev.reservoir.orders.check.Books;
import dev.reservoir.orders.check.Breaches;
import dev.reservoir.orders.check.Figures;
import dev.reservoir.orders.service.ServiceName;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;

/** The shop at work, from the first order until all is at rest again. Used by one thread. */
final class Show {
    private static final long FRAME_MS = 200;

    /** If nothing moves for so long while the pipeline drains, nothing will. */
    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(60);

    private final DemoSettings settings;
    private final Path directory;
    private final ShopBroker broker;
    private final EventLog log;
    private final Fleet fleet;
    private final Killer killer;
    private final Lags lags;
    private final long begun = System.nanoTime();

    Show(DemoSettings settings, Path directory, ShopBroker broker, Offsets offsets, EventLog log) {
        this.settings = settings;
        this.directory = directory;
        this.broker = broker;
        this.log = log;
        this.fleet = new Fleet(broker.bootstrap(), directory, settings.ordersPerSecond(), log);
        this.killer = new Killer(fleet, log, settings.seed());
        this.lags = new Lags(offsets);
    }

    /**
     * Runs until the user or the clock ends it, and until the pipeline has drained.
     *
     * @param view closed at the end
     */
    Verdict run(Books books, View view, Ending ending) throws InterruptedException, SQLException {
        Checker checker = new Checker(books, log);
        Thread checking = background("checker", checker);
        Thread asking = background("lags", lags);
        boolean drained;
        try (view) {
            ending.listen(view::close);
            fleet.start();
            takeOrders(checker, view, ending);
            drained = drain(checker, view);
        } finally {
            end(asking);
            fleet.stop();
            end(checking);
        }
        Breaches breaches = checker.conclude();
        return new Verdict(checker.figures(), breaches, drained);
    }

    private void takeOrders(Checker checker, View view, Ending ending) throws InterruptedException {
        @Nullable Thread killing = settings.killing() ? background("killer", killer) : null;
        String doing = settings.rate() + ". Ctrl+C ends it.";
        do {
            view.show(scene(doing, checker));
        } while (!isOver() && !ending.isWantedWithin(FRAME_MS));
        if (killing != null) {
            end(killing);
        }
    }

    private boolean isOver() {
        Duration duration = settings.duration();
        return duration != null && elapsed().compareTo(duration) >= 0;
    }

    /** Lets what was ordered come out at the other end; false if it does not. */
    private boolean drain(Checker checker, View view) throws InterruptedException {
        fleet.takeNoMoreOrders();
        long before = checker.rounds() + 1; // the round that may be under way does not count
        Duration moved = elapsed();
        long progress = Long.MIN_VALUE;
        while (true) {
            view.show(scene("No more orders; draining. Ctrl+C leaves at once.", checker));
            Figures figures = checker.figures();
            if (checker.rounds() > before && figures.isDrained()) {
                return true;
            }
            if (figures.progress() > progress) {
                progress = figures.progress();
                moved = elapsed();
            } else if (elapsed().minus(moved).compareTo(LONGEST_STANDSTILL) > 0) {
                return false;
            }
            Thread.sleep(FRAME_MS);
        }
    }

    private Scene scene(String doing, Checker checker) {
        return new Scene(
                doing,
                elapsed(),
                broker.description(),
                directory,
                Arrays.stream(ServiceName.values()).map(this::service).toList(),
                checker.figures(),
                checker.looks(),
                checker.foundBroken(),
                settings.killing()
                        ? "%d so far, seed %d".formatted(killer.kills(), settings.seed())
                        : "");
    }

    private Scene.Service service(ServiceName name) {
        Child child = fleet.child(name);
        OptionalLong lag = lags.of(name);
        return new Scene.Service(name, child.state(), child.pid(), child.restarts(), lag);
    }

    /** How long it has been running. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    int kills() {
        return killer.kills();
    }

    int restarts() {
        return fleet.restarts();
    }

    private static Thread background(String name, Runnable task) {
        return Thread.ofPlatform().daemon().name(name).start(task);
    }

    private static void end(Thread thread) throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
