package dev.reservoir.testing.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A broker in a process of its own, on a port of the loopback that the system chose when it was
 * first started and that it keeps over restarts, so that clients find it again. Used by one thread.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+)");
    private static final long START_TIMEOUT_MS = 90_000;
    private static final long STOP_TIMEOUT_MS = 60_000;
    private static final long POLL_MS = 20;
    private static final int STARTS = 5;

    private final Path dataDirectory;
    private final List<String> options;
    private final Path output;
    private Process process;
    private int port;

    /** Length of the output before this life, in characters. */
    private int lifeBegan;

    private BrokerProcess(Path directory, List<String> options) throws IOException {
        this.dataDirectory = directory.resolve("data");
        this.options = List.copyOf(options);
        Files.createDirectories(directory);
        this.output = directory.resolve("broker.log");
        Files.deleteIfExists(output);
        Files.createFile(output);
        this.process = launch();
    }

    /**
     * Starts a broker and waits until it serves.
     *
     * @param directory gets its data and its output; the caller removes it
     * @param options of {@code reservoir start}, beyond where it listens and keeps its data
     */
    public static BrokerProcess start(Path directory, String... options)
            throws IOException, InterruptedException {
        BrokerProcess broker = new BrokerProcess(directory, List.of(options));
        broker.awaitServing();
        return broker;
    }

    private Process launch() throws IOException {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("start", "--data-dir", dataDirectory.toString()));
        arguments.addAll(List.of("--listen", "127.0.0.1:" + port));
        arguments.addAll(options);
        lifeBegan = log().length();
        return Program.launch(output, arguments);
    }

    /** Begins a start without waiting for it, of a broker that was killed or stopped. */
    public void relaunch() throws IOException {
        process = launch();
    }

    /** Starts a broker that was killed or stopped, and waits until it serves. */
    public void restart() throws IOException, InterruptedException {
        relaunch();
        awaitServing();
    }

    private void awaitServing() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            int served = awaitListening();
            if (served > 0) {
                port = served;
                return;
            }
            String said = logOfThisLife();
            // Another program may have been given the port while this one was down.
            if (attempt == STARTS || !said.contains("Cannot listen on")) {
                throw new IllegalStateException("the broker did not start: " + said);
            }
            Thread.sleep(attempt * 200L);
            process = launch();
        }
    }

    private int awaitListening() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_TIMEOUT_MS);
        while (System.nanoTime() < deadline) {
            boolean alive = process.isAlive();
            Matcher listens = LISTENS.matcher(logOfThisLife());
            if (listens.find()) {
                return Integer.parseInt(listens.group(1));
            }
            if (!alive) {
                return 0;
            }
            Thread.sleep(POLL_MS);
        }
        throw new IllegalStateException(
                "the broker does not serve after %d ms: %s"
                        .formatted(START_TIMEOUT_MS, logOfThisLife()));
    }

    /** Kills the process as {@code kill -9} does, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * Stops it as Ctrl+C does and waits for its end.
     *
     * @return the exit code
     */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the broker did not stop: " + logOfThisLife());
        }
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public int port() {
        return port;
    }

    /** What clients connect to. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    public Path dataDirectory() {
        return dataDirectory;
    }

    /** All that it printed and logged since it was first started. */
    public String log() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it printed and logged since it was last started. */
    public String logOfThisLife() {
        return log().substring(lifeBegan);
    }

    /** Resident memory in bytes (Linux). */
    public long residentBytes() throws IOException {
        return status("VmRSS:") << 10;
    }

    /** Platform threads (Linux). */
    public int threads() throws IOException {
        return (int) status("Threads:");
    }

    private long status(String name) throws IOException {
        return Files.readAllLines(proc("status")).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Open sockets, the listener's among them (Linux). */
    public int openSockets() throws IOException {
        int sockets = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(proc("fd"))) {
            for (Path file : open) {
                sockets += isSocket(file) ? 1 : 0;
            }
        }
        return sockets;
    }

    private static boolean isSocket(Path file) throws IOException {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private Path proc(String what) {
        return Path.of("/proc", Long.toString(process.pid()), what);
    }

    /** Kills it when it still runs. Its files stay. */
    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
