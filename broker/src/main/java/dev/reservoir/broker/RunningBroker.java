package dev.reservoir.broker;

import dev.reservoir.broker.api.DataDirectory;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.disk.LocalDisk;
import dev.reservoir.log.local.FlushPolicy;
import dev.reservoir.log.local.LocalConfig;
import dev.reservoir.log.local.LocalEngine;
import dev.reservoir.log.local.NodeIdentity;
import dev.reservoir.machine.Proc;
import dev.reservoir.meta.config.BrokerConfig;
import dev.reservoir.meta.config.Listener;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;

/** A broker over the local engine in its data directory. */
final class RunningBroker implements AutoCloseable {
    private final Broker broker;
    private final Path dataDirectory;
    private final Listener listener;

    private RunningBroker(Broker broker, Path dataDirectory, Listener listener) {
        this.broker = broker;
        this.dataDirectory = dataDirectory;
        this.listener = listener;
    }

    /**
     * Starts a broker; it serves when this returns.
     *
     * @throws StartException when it cannot be started
     */
    static RunningBroker start(BrokerConfig config) {
        Path directory = Path.of(config.logDir()).toAbsolutePath().normalize();
        NodeIdentity fresh = new NodeIdentity(newClusterId(), config.nodeId(), UUID.randomUUID());
        requireRoom(directory, config);
        try {
            LocalEngine engine =
                    new LocalEngine(
                            directory,
                            new LocalDisk(),
                            localConfig(config),
                            fresh,
                            System::nanoTime);
            Broker broker =
                    Broker.start(
                            config,
                            new Broker.Surroundings(
                                    engine.identity().clusterId(),
                                    engine,
                                    DataDirectory.at(directory),
                                    Clocks.system(),
                                    new SecureRandom()));
            int port = broker.address().getPort();
            new SelfCheck(config, port, directory, Proc.ofMachine(), InstantSource.system())
                    .start();
            return new RunningBroker(broker, directory, bound(config, broker));
        } catch (StorageException | IOException e) {
            String sentence =
                    new StartProblem(directory, Proc.ofMachine()).sentence(e.getMessage());
            throw new StartException(sentence, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("The start was interrupted.", e);
        }
    }

    /**
     * A new broker that would refuse its first record for want of space had better not start. One
     * that has data serves it all the same.
     */
    private static void requireRoom(Path directory, BrokerConfig config) {
        Path existing = directory;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        long usable = existing.toFile().getUsableSpace();
        long needed = config.diskReserveBytes() + config.journalSegmentBytes();
        if (usable > 0 && usable < needed) {
            throw new StartException(
                    "The disk of %s is full: %d bytes are free, a new data directory needs %d (disk.reserve.bytes=%d and journal.segment.bytes=%d). Make space, lower these, or choose another directory with --data-dir DIR."
                            .formatted(
                                    directory,
                                    usable,
                                    needed,
                                    config.diskReserveBytes(),
                                    config.journalSegmentBytes()));
        }
    }

    private static LocalConfig localConfig(BrokerConfig config) {
        return new LocalConfig(
                config.journalSegmentBytes(),
                config.journalMaxBytes(),
                switch (config.flushPolicy()) {
                    case SYNC -> FlushPolicy.SYNC;
                    case OS -> FlushPolicy.OS;
                },
                config.diskReserveBytes(),
                config.commitMaxBytes(),
                config.inflightMaxBytes(),
                config.openFilesMax());
    }

    private static String newClusterId() {
        UUID id = UUID.randomUUID();
        byte[] bytes = new byte[2 * Long.BYTES];
        ByteBuffer.wrap(bytes)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    InetSocketAddress address() {
        return broker.address();
    }

    /** The first listener, with the port that the system chose where 0 was asked for. */
    private static Listener bound(BrokerConfig config, Broker broker) {
        Listener asked = config.listeners().getFirst();
        return new Listener(asked.name(), asked.host(), broker.address().getPort());
    }

    /** Where it can be reached, to be read by a person. */
    String listensOn() {
        return listener.everyAddress()
                ? "port " + listener.port() + " of every address"
                : listener.address();
    }

    /** What a client on this machine connects to. */
    String bootstrapAddress() {
        return listener.everyAddress() ? "localhost:" + listener.port() : listener.address();
    }

    Path dataDirectory() {
        return dataDirectory;
    }

    @Override
    public void close() {
        broker.close();
    }
}
