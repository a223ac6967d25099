package dev.reservoir.broker;

import dev.reservoir.machine.Proc;
import dev.reservoir.meta.config.BrokerConfig;
import dev.reservoir.meta.config.Listener;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a broker looks at once it serves, in the background: what will make trouble later is told
 * now, a line a problem.
 */
final class SelfCheck implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SelfCheck.class);

    private static final int CONNECT_MS = 3_000;

    /** Files of the JVM and the journal, and some hundred connections. */
    private static final int OTHER_FILES = 500;

    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    /** What is written at every checkpoint; the journal's files beside it at every commit. */
    private static final List<String> DATED =
            List.of("meta.properties", "checkpoint.0", "checkpoint.1");

    private final BrokerConfig config;
    private final int port;
    private final Path dataDirectory;
    private final Proc proc;
    private final InstantSource clock;

    /**
     * @param port of the first listener, as it was bound
     */
    SelfCheck(BrokerConfig config, int port, Path dataDirectory, Proc proc, InstantSource clock) {
        this.config = config;
        this.port = port;
        this.dataDirectory = dataDirectory;
        this.proc = proc;
        this.clock = clock;
    }

    /** Starts looking, without making anybody wait. */
    void start() {
        Thread.ofPlatform().daemon().name("self-check").start(this);
    }

    @Override
    public void run() {
        checkOpenFiles();
        checkClock();
        config.advertisedListeners().forEach(this::checkAdvertised);
    }

    private void checkOpenFiles() {
        OptionalLong limit = proc.openFilesLimit();
        long needed = (long) config.openFilesMax() + OTHER_FILES;
        if (limit.isPresent() && limit.getAsLong() < needed) {
            LOG.warn(
                    "This process may have {} files and connections open at a time and needs {}:"
                            + " {} for segments (open.files.max), the rest for connections. Raise"
                            + " the limit (ulimit -n {}, or LimitNOFILE={} in a systemd unit) or"
                            + " lower open.files.max",
                    limit.getAsLong(),
                    needed,
                    config.openFilesMax(),
                    needed,
                    needed);
        }
    }

    /** Records would be stamped with times before those that are there, and kept too long. */
    private void checkClock() {
        Instant now = clock.instant();
        for (Path file : dated()) {
            try {
                Instant written = Files.getLastModifiedTime(file).toInstant();
                if (written.isAfter(now.plus(CLOCK_TOLERANCE))) {
                    LOG.warn(
                            "The clock says {}, but {} was written at {}: the clock is behind, or"
                                    + " was ahead. Set it (timedatectl, chronyc); retention and"
                                    + " records' timestamps go by it",
                            now.truncatedTo(ChronoUnit.SECONDS),
                            file,
                            written.truncatedTo(ChronoUnit.SECONDS));
                    return;
                }
            } catch (IOException e) {
                LOG.debug("the age of {} is not known: {}", file, e.toString());
            }
        }
    }

    /** Few, whatever the number of partitions. */
    private List<Path> dated() {
        List<Path> files = new ArrayList<>();
        DATED.forEach(name -> files.add(dataDirectory.resolve(name)));
        try (DirectoryStream<Path> journal =
                Files.newDirectoryStream(dataDirectory.resolve("journal"))) {
            journal.forEach(files::add);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("the journal cannot be listed: {}", e.toString());
        }
        return files;
    }

    private void checkAdvertised(Listener told) {
        Listener asked = told.port() == 0 ? new Listener(told.name(), told.host(), port) : told;
        String problem;
        try (Socket socket = new Socket()) {
            InetAddress host = InetAddress.getByName(asked.host());
            socket.connect(new InetSocketAddress(host, asked.port()), CONNECT_MS);
            return;
        } catch (UnknownHostException e) {
            problem = "the host name is not known here";
        } catch (IOException e) {
            problem = String.valueOf(e.getMessage());
        }
        LOG.warn(
                "advertised.listeners tells clients to connect to {}, which this broker itself"
                        + " cannot reach ({}). Clients that cannot either hang after their first"
                        + " connection: set it to an address that they reach",
                asked.address(),
                problem);
    }
}
