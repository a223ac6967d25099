package dev.reservoir.bench;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A started broker process. Times are seconds since the moment before the process was started. */
final class Broker {
    private static final int POLL_MS = 2;
    private static final int START_LIMIT_SECONDS = 600;
    private static final int LOG_LINES_SHOWN = 20;

    private final Process process;
    private final Path log;
    private final int port;
    private final long startedNanos;

    private Broker(Process process, Path log, int port, long startedNanos) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.startedNanos = startedNanos;
    }

    static Broker start(Contender contender, Path directory, int port, Cleanup cleanup)
            throws IOException {
        File log = directory.resolve("broker.log").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(contender.command(directory, port))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().putAll(contender.environment());
        long started = System.nanoTime();
        Process process = builder.start();
        cleanup.onExit(process);
        return new Broker(process, log.toPath(), port, started);
    }

    int port() {
        return port;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    Process process() {
        return process;
    }

    ProcessTree usage() {
        return new ProcessTree(process);
    }

    double age() {
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    /** The time at which a Metadata request was answered with a broker in it. */
    double awaitMetadata() throws IOException, InterruptedException {
        return awaitReply(Probes.metadata(), Probes::namesABroker);
    }

    /**
     * The time at which a reply satisfied the condition; asks every few milliseconds until then.
     */
    double awaitReply(ByteBuffer request, Predicate<ByteBuffer> satisfied)
            throws IOException, InterruptedException {
        while (age() < START_LIMIT_SECONDS) {
            try (RawConnection connection = new RawConnection(port)) {
                while (age() < START_LIMIT_SECONDS) {
                    if (satisfied.test(connection.call(request))) {
                        return age();
                    }
                    TimeUnit.MILLISECONDS.sleep(POLL_MS);
                }
            } catch (IOException _) {
                // Refused, closed or silent: not there yet.
            }
            if (!process.isAlive()) {
                throw new IOException("the broker ended by itself; it said:\n" + lastWords());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        throw new IOException(
                "no answer within " + START_LIMIT_SECONDS + " s; it said:\n" + lastWords());
    }

    /** Everything it has said so far. */
    String said() throws IOException {
        return Files.readString(log);
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    }
}
