package dev.reservoir.orders.service;

import static dev.reservoir.orders.events.Topics.BILLING_EVENTS;
import static dev.reservoir.orders.events.Topics.BILLING_OUTCOME;

import dev.reservoir.orders.storage.Database;

import org.apache.kafka.common.errors.FencedInstanceIdException;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** A service as a process of its own: what it consists of, and how it ends. */
public final class ServiceProcess {
    private static final long GOODBYE_MS = TimeUnit.SECONDS.toMillis(5);

    private final ServiceName name;
    private final ServiceSettings settings;
    private final Voice voice;
    private final Clients clients;
    private final Path file;
    private final RandomGenerator random = new SecureRandom();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean failed;

    public ServiceProcess(ServiceName name, ServiceSettings settings, Voice voice) {
        this.name = name;
        this.settings = settings;
        this.voice = voice;
        this.clients = new Clients(settings.bootstrap(), name);
        this.file = name.database(settings.directory());
    }

    /**
     * Runs the service until the process is told to stop, or the service cannot go on.
     *
     * @return the process's exit code
     */
    public int run() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        start();
        for (Thread thread : threads) {
            thread.join();
        }
        return failed ? 1 : 0;
    }

    /** Starts the service's threads. */
    public void start() {
        Database database = Database.open(file);
        for (Runnable part : parts(database)) {
            threads.add(thread(part));
        }
        threads.forEach(Thread::start);
    }

    /** Ends the service's threads and waits for them, but not for ever. */
    public void stop() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(GOODBYE_MS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes the service's tables, so that others can look at them before it was ever started. */
    public static void prepare(Path directory) {
        for (ServiceName name : ServiceName.values()) {
            try (Database database = Database.open(name.database(directory))) {
                switch (name) {
                    case ORDERS -> new OrderService(database);
                    case BILLING -> new BillingService(database, new SecureRandom());
                    case INVENTORY -> new InventoryService(database);
                    case SHIPPING -> new ShippingService(database);
                }
            }
        }
    }

    private List<Runnable> parts(Database database) {
        return switch (name) {
            case ORDERS -> {
                OrderService service = new OrderService(database);
                yield settings.ordersPerSecond() > 0
                        ? List.of(desk(service), publish(BILLING_EVENTS))
                        : List.of(publish(BILLING_EVENTS));
            }
            case BILLING ->
                    List.of(
                            consume(BILLING_EVENTS, database, new BillingService(database, random)),
                            publish(BILLING_OUTCOME));
            case INVENTORY ->
                    List.of(consume(BILLING_OUTCOME, database, new InventoryService(database)));
            case SHIPPING ->
                    List.of(consume(BILLING_OUTCOME, database, new ShippingService(database)));
        };
    }

    private Runnable desk(OrderService service) {
        Customers customers = new Customers(random, Clock.systemUTC());
        return new OrderDesk(service, customers, settings.ordersPerSecond(), voice);
    }

    private Runnable consume(String topic, Database database, EventHandler handler) {
        return new EventLoop(clients, topic, database, handler, voice);
    }

    private Runnable publish(String topic) {
        return new OutboxPublisher(clients, topic, file, voice);
    }

    private Thread thread(Runnable part) {
        Thread thread = new Thread(part, part.getClass().getSimpleName());
        thread.setUncaughtExceptionHandler((_, problem) -> failed(problem));
        return thread;
    }

    /** A service whose one half has failed ends as a whole; whoever runs it starts it again. */
    private void failed(Throwable problem) {
        failed = true;
        voice.warn(
                "the %s service ends: %s"
                        .formatted(
                                name.word(),
                                problem instanceof FencedInstanceIdException
                                        ? "another one has been started, which has taken its place"
                                        : Sentence.of(problem)));
        threads.forEach(Thread::interrupt);
    }
}
