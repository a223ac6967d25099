package dev.reservoir.testing.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.orders.check.Books;
import dev.reservoir.orders.check.Figures;
import dev.reservoir.orders.service.ServiceName;
import dev.reservoir.orders.service.ServiceProcess;
import dev.reservoir.orders.storage.Database;
import dev.reservoir.testing.process.BrokerProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The order pipeline's services, each event delivered twice and some that nobody can read, while
 * services and the broker are killed: at random, and where it would hurt most. {@code -Dseed=N}
 * repeats a run.
 */
class ServicesUnderFireTest {
    private static final int ORDERS_PER_SECOND = 50;
    private static final int RANDOM_KILLS = 5;
    private static final int LONGEST_PAUSE_MS = 1_500;
    private static final long DRAIN_SECONDS = 60;

    @TempDir Path directory;
    private final long seed = Long.getLong("seed", System.nanoTime() % 1_000_000);
    private final Random random = new Random(seed);

    @Test
    void eachThingHappensOnceWhoeverDies() throws Exception {
        System.out.println("seed " + seed);
        Path shop = Files.createDirectory(directory.resolve("shop"));
        ServiceProcess.prepare(shop);
        try (BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"));
                ShopProcesses services = new ShopProcesses(broker.bootstrap(), shop);
                Books books = Books.open(shop)) {
            for (ServiceName name : ServiceName.values()) {
                services.start(name, ORDERS_PER_SECOND);
            }
            Echo echo = new Echo(broker.bootstrap());
            Thread echoing = Thread.ofPlatform().daemon().start(echo);
            awaitShipped(books, 1);
            killAtRandom(services, books);
            killWhileTheTransactionWaits(services, shop);
            killWhileTheBrokerIsAway(services, broker);
            awaitShipped(books, books.read().figures().shipped() + ORDERS_PER_SECOND);
            services.stop(ServiceName.ORDERS);
            services.start(ServiceName.ORDERS, 0);
            awaitDrained(books);
            echo.stop();
            echoing.join();
            assertThat(books.readAtTheEnd().broken()).as("seed %d", seed).isEmpty();
            assertPoisonIsSetAside(shop, services);
            for (ServiceName name : ServiceName.values()) {
                services.stop(name);
            }
        }
    }

    private void killAtRandom(ShopProcesses services, Books books) throws Exception {
        ServiceName[] names = ServiceName.values();
        for (int i = 0; i < RANDOM_KILLS; i++) {
            Thread.sleep(random.nextInt(LONGEST_PAUSE_MS));
            ServiceName name = names[random.nextInt(names.length)];
            services.kill(name);
            services.start(name, ORDERS_PER_SECOND);
            assertThat(books.read().broken()).as("seed %d", seed).isEmpty();
        }
    }

    /** Whoever had committed the offset first would lose the events that it was about to handle. */
    private void killWhileTheTransactionWaits(ShopProcesses services, Path shop) throws Exception {
        for (ServiceName name : ServiceName.consumers()) {
            try (Database database = Database.open(name.database(shop))) {
                database.transaction(() -> {
                    pause(1_000);
                    kill(services, name);
                    return true;
                });
            }
            services.start(name, ORDERS_PER_SECOND);
        }
    }

    /** Whoever had marked an event as sent before the broker has it would lose it. */
    private void killWhileTheBrokerIsAway(ShopProcesses services, BrokerProcess broker)
            throws Exception {
        broker.kill();
        pause(1_000);
        services.kill(ServiceName.ORDERS);
        services.kill(ServiceName.BILLING);
        services.start(ServiceName.ORDERS, ORDERS_PER_SECOND);
        services.start(ServiceName.BILLING, 0);
        broker.restart();
    }

    private static void kill(ShopProcesses services, ServiceName name) {
        try {
            services.kill(name);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitShipped(Books books, long wanted) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        while (books.read().figures().shipped() < wanted) {
            assertThat(System.nanoTime()).as("time to ship %d", wanted).isLessThan(end);
            pause(100);
        }
    }

    private void awaitDrained(Books books) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        Figures figures = books.read().figures();
        while (!figures.isDrained() && System.nanoTime() < end) {
            pause(100);
            figures = books.read().figures();
        }
        System.out.println(figures);
    }

    private static void assertPoisonIsSetAside(Path shop, ShopProcesses services) throws Exception {
        for (ServiceName name : ServiceName.consumers()) {
            try (Database database = Database.open(name.database(shop))) {
                assertThat(
                                database.query(
                                        "select distinct cast(value as text) from set_aside",
                                        row -> row.getString(1)))
                        .containsExactly(Echo.POISON);
            }
            assertThat(services.output(name))
                    .contains("set aside " + name.consumes() + "-", "not a JSON object");
        }
    }
}
