package dev.reservoir.broker;

import dev.reservoir.broker.api.DataDirectory;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.disk.LocalDisk;
import dev.reservoir.log.local.FlushPolicy;
import dev.reservoir.log.local.LocalConfig;
import dev.reservoir.log.local.LocalEngine;
import dev.reservoir.log.local.NodeIdentity;
import dev.reservoir.meta.config.BrokerConfig;
import dev.reservoir.meta.config.Listener;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
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
            return new RunningBroker(broker, directory, bound(config, broker));
        } catch (StorageException | IOException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("The start was interrupted.", e);
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
