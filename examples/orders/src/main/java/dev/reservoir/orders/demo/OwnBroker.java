package dev.reservoir.orders.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A broker that the demo runs for itself: {@code bin/reservoir start} on a port of the loopback
 * that was free at first and that it keeps over restarts. May be used by any thread.
 */
final class OwnBroker implements ShopBroker, Child.Listener {
    private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+)");

    private static final String LOG = "broker.log";

    private final Path program;
    private final Path directory;
    private final EventLog log;
    private final Consumer<String> beforeItServes;
    private final Child child = new Child("broker", this::command, this);
    private final AtomicInteger port = new AtomicInteger();
    private final CountDownLatch served = new CountDownLatch(1);
    private final CountDownLatch servedOrEnded = new CountDownLatch(1);

    /**
     * @param program bin/reservoir
     * @param directory gets the broker's data and what it prints
     * @param beforeItServes takes what the broker says while its first start goes on
     */
    OwnBroker(Path program, Path directory, EventLog log, Consumer<String> beforeItServes) {
        this.program = program;
        this.directory = directory;
        this.log = log;
        this.beforeItServes = beforeItServes;
    }

    private List<String> command() {
        return List.of(
                program.toString(),
                "start",
                "--listen",
                "127.0.0.1:" + port.get(),
                "--data-dir",
                directory.resolve("broker").toString());
    }

    /**
     * Starts it and waits until it serves.
     *
     * @throws DemoException if it cannot be started
     */
    void start() throws InterruptedException {
        child.start();
        servedOrEnded.await();
        if (served.getCount() > 0) {
            child.stop();
            throw new DemoException(
                    "the broker did not start; what it said is in " + directory.resolve(LOG));
        }
    }

    @Override
    public void said(String line) {
        Matcher listens = LISTENS.matcher(line);
        if (listens.find()) {
            port.set(Integer.parseInt(listens.group(1)));
            if (served.getCount() == 0) {
                log.news("broker", "serves again, process " + child.pid());
            }
            served.countDown();
            servedOrEnded.countDown();
        }
        write(line);
    }

    @Override
    public void complained(String line) {
        if (served.getCount() > 0) {
            beforeItServes.accept(line);
        }
        write(line);
    }

    @Override
    public void ended(int exitCode) {
        servedOrEnded.countDown();
        log.news("broker", "ended with exit code " + exitCode + "; it is started again");
    }

    /** A broker prints little: its starts, and its problems. */
    private synchronized void write(String line) {
        try {
            Files.writeString(
                    directory.resolve(LOG),
                    line + System.lineSeparator(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            log.news("broker", line + " (not in broker.log: " + e.getMessage() + ")");
        }
    }

    @Override
    public String bootstrap() {
        return "127.0.0.1:" + port.get();
    }

    @Override
    public String description() {
        return child.state() == Child.State.DOWN
                ? bootstrap() + ", the demo's own, is down"
                : "%s, the demo's own, process %d".formatted(bootstrap(), child.pid());
    }

    @Override
    public void close() throws InterruptedException {
        child.stop();
    }
}
