package dev.reservoir.broker;

import dev.reservoir.broker.api.DataDirectory;
import dev.reservoir.broker.api.Dispatcher;
import dev.reservoir.broker.api.Handler;
import dev.reservoir.broker.net.Connections;
import dev.reservoir.broker.net.Listener;
import dev.reservoir.broker.net.NetConfig;
import dev.reservoir.log.StorageEngine;
import dev.reservoir.log.StorageException;
import dev.reservoir.meta.config.BrokerConfig;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A running broker: the rooms wired together over one storage engine. */
public final class Broker implements AutoCloseable {
    /** What was started, to be stopped in the opposite order. */
    private final StartedParts parts;

    private final List<Listener> listeners = new ArrayList<>();
    private final List<Handler<?>> served;

    private Broker(BrokerConfig config, Surroundings around, StartedParts parts)
            throws StorageException, IOException, InterruptedException {
        this.parts = parts;
        parts.add(around.engine());
        Core core =
                Core.load(
                        config, around, load -> Thread.ofVirtual().name("load-shard").start(load));
        parts.add(core.groups()).start(Thread.ofPlatform().name("groups").factory());
        parts.add(core.transactions()).start(Thread.ofPlatform().name("transactions").factory());
        parts.add(core.endings()).start();
        parts.add(core.compaction()).start();
        parts.add(core.upkeep()).start();
        served = core.handlers();
        listen(config, new Dispatcher(served));
    }

    /**
     * What a broker stands on; the simulator gives others.
     *
     * @param clusterId Kafka's form: 16 bytes in base64url
     * @param engine a fresh engine, closed with the broker
     * @param directory where the engine keeps its data
     * @param random thread-safe where several threads use the broker
     */
    public record Surroundings(
            String clusterId,
            StorageEngine engine,
            DataDirectory directory,
            Clocks clocks,
            RandomGenerator random) {}

    /**
     * Starts a broker; it serves when this returns. When it fails, what was started is closed, the
     * engine included.
     *
     * @throws StorageException when the data cannot be served; the message says what to do
     * @throws IOException when an address cannot be bound
     */
    public static Broker start(BrokerConfig config, Surroundings around)
            throws StorageException, IOException, InterruptedException {
        StartedParts parts = new StartedParts();
        try {
            return new Broker(config, around, parts);
        } catch (Throwable e) {
            parts.closeAfter(e);
            throw e;
        }
    }

    /**
     * Opens every configured listener, on each address its host stands for (localhost is IPv4 and
     * IPv6).
     */
    private void listen(BrokerConfig config, Dispatcher dispatcher) throws IOException {
        Connections connections = parts.add(new Connections(netConfig(config), dispatcher));
        for (var configured : config.listeners()) {
            int port = configured.port();
            for (InetAddress address : addresses(configured)) {
                Listener listener =
                        Listener.start(new InetSocketAddress(address, port), connections);
                listeners.add(parts.add(listener));
                port = listener.address().getPort();
            }
        }
    }

    private static List<InetAddress> addresses(dev.reservoir.meta.config.Listener configured)
            throws IOException {
        if (configured.everyAddress()) {
            return List.of(new InetSocketAddress(0).getAddress());
        }
        try {
            return List.of(InetAddress.getAllByName(configured.host()));
        } catch (UnknownHostException e) {
            throw new IOException(
                    "Cannot listen on %s: the host name is not known to this machine."
                            .formatted(configured.address()),
                    e);
        }
    }

    private static NetConfig netConfig(BrokerConfig config) {
        return new NetConfig(
                config.socketRequestMaxBytes(),
                config.queuedMaxRequestBytes() < 0
                        ? DEFAULT_QUEUED_BYTES
                        : config.queuedMaxRequestBytes(),
                config.maxConnections(),
                config.maxConnectionsPerIp(),
                config.connectionsMaxIdleMs(),
                MAX_IN_FLIGHT);
    }

    /**
     * Requests of one connection that may wait for their answers; clients keep five, some a
     * hundred.
     */
    private static final int MAX_IN_FLIGHT = 128;

    /** Kafka's default is no bound; what arrives must fit into memory all the same. */
    private static final long DEFAULT_QUEUED_BYTES = 512L << 20;

    /** The handlers of every API that is served. */
    public List<Handler<?>> handlers() {
        return served;
    }

    /** Where the broker listens; the first of its addresses. */
    public InetSocketAddress address() {
        return listeners.getFirst().address();
    }

    /** Stops serving, makes everything durable and lets go of the data directory. */
    @Override
    public void close() {
        parts.close();
    }
}
