package dev.reservoir.broker;

import dev.reservoir.log.StorageException;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.meta.config.BrokerConfig;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** A broker over the local engine in its data directory. */
final class RunningBroker implements AutoCloseable {
    private final Broker broker;
    private final Path dataDirectory;
    private final String host;

    private RunningBroker(Broker broker, Path dataDirectory, String host) {
        this.broker = broker;
        this.dataDirectory = dataDirectory;
        this.host = host;
    }

    static RunningBroker start(BrokerConfig config) {
        Path directory = Path.of(config.logDir()).toAbsolutePath().normalize();
        try {
            MemoryEngine engine =
                    new MemoryEngine(
                            RandomGenerator.getDefault(), MemoryEngine.Pace.AT_ONCE, 1L << 30);
            Broker broker =
                    Broker.start(
                            config,
                            new Broker.Surroundings(
                                    "AAAAAAAAAAAAAAAAAAAAAA",
                                    engine,
                                    InstantSource.system(),
                                    RandomGenerator.getDefault()));
            return new RunningBroker(broker, directory, config.listeners().getFirst().host());
        } catch (StorageException | IOException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("The start was interrupted.", e);
        }
    }

    InetSocketAddress address() {
        return broker.address();
    }

    /** What a client on this machine connects to. */
    String bootstrapAddress() {
        return (host.isEmpty() ? "localhost" : host) + ":" + broker.address().getPort();
    }

    Path dataDirectory() {
        return dataDirectory;
    }

    @Override
    public void close() {
        broker.close();
    }
}
