package dev.reservoir.orders.demo;

import dev.reservoir.orders.service.ServiceName;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The four services, each a process of its own. May be used by any thread. */
final class Fleet {
    private final String bootstrap;
    private final Path directory;
    private final Map<ServiceName, Child> children = new EnumMap<>(ServiceName.class);

    /** What the order service takes when it is started next. */
    private volatile double ordersPerSecond;

    Fleet(String bootstrap, Path directory, double ordersPerSecond, EventLog log) {
        this.bootstrap = bootstrap;
        this.directory = directory;
        this.ordersPerSecond = ordersPerSecond;
        for (ServiceName name : ServiceName.values()) {
            children.put(
                    name, new Child(name.word(), () -> command(name), new Reporter(name, log)));
        }
    }

    private List<String> command(ServiceName name) {
        return Jvm.command(
                List.of(
                        "orders",
                        "--service",
                        name.word(),
                        "--bootstrap-server",
                        bootstrap,
                        "--data-dir",
                        directory.toString(),
                        "--rate",
                        Double.toString(ordersPerSecond)));
    }

    void start() {
        children.values().forEach(Child::start);
    }

    /** From now on the order service publishes what it has, and takes no more orders. */
    void takeNoMoreOrders() throws InterruptedException {
        ordersPerSecond = 0;
        Child orders = child(ServiceName.ORDERS);
        orders.stop();
        orders.start();
    }

    /** Stops all and waits until they are gone. */
    void stop() throws InterruptedException {
        List<Thread> stopping = new ArrayList<>();
        for (Child child : children.values()) {
            stopping.add(
                    Thread.startVirtualThread(() -> {
                        try {
                            child.stop();
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                    }));
        }
        for (Thread thread : stopping) {
            thread.join();
        }
    }

    Child child(ServiceName name) {
        return Objects.requireNonNull(children.get(name));
    }

    int restarts() {
        return children.values().stream().mapToInt(Child::restarts).sum();
    }

    /** Passes on what a service prints. */
    private record Reporter(ServiceName name, EventLog log) implements Child.Listener {
        @Override
        public void said(String line) {
            log.order(name.word(), line);
        }

        @Override
        public void complained(String line) {
            log.news(name.word(), line);
        }

        @Override
        public void ended(int exitCode) {
            log.news(name.word(), "ended with exit code " + exitCode + "; it is started again");
        }
    }
}
