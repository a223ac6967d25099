package dev.reservoir.broker.net;

import dev.reservoir.broker.net.RequestHandler.Peer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Accepts connections and closes those that are too many or idle for too long. */
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 256;

    /**
     * So many connections at a time are carried by platform threads, which wake faster and for less
     * CPU; those beyond by virtual ones, which take less memory.
     */
    private static final int ON_PLATFORM_THREADS = 500;

    private static final long KEPT_BUFFERS_BYTES = 64L << 20;
    private static final long IDLE_CHECK_MS = 5_000;
    private static final long ACCEPT_RETRY_MS = 100;

    private final ServerSocketChannel server;
    private final NetConfig config;
    private final RequestHandler handler;
    private final BufferPool pool;
    private final ThreadFactory platform =
            Thread.ofPlatform().name("connection-", 0).daemon().factory();
    private final ThreadFactory virtual = Thread.ofVirtual().name("connection-", 0).factory();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    private Listener(ServerSocketChannel server, NetConfig config, RequestHandler handler) {
        this.server = server;
        this.config = config;
        this.handler = handler;
        this.pool = new BufferPool(config.maxQueuedBytes(), KEPT_BUFFERS_BYTES);
    }

    /**
     * Binds and begins to accept.
     *
     * @throws IOException when the address cannot be bound; the message says which and why
     */
    public static Listener start(
            InetSocketAddress address, NetConfig config, RequestHandler handler)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(address, BACKLOG);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw new IOException(
                    "Cannot listen on %s:%d: %s. Another program may use the port; choose one with --listen HOST:PORT."
                            .formatted(address.getHostString(), address.getPort(), e.getMessage()),
                    e);
        }
        Listener listener = new Listener(server, config, handler);
        Thread.ofPlatform().name("listener").start(listener::acceptAll);
        if (config.maxIdleMs() > 0) {
            Thread.ofVirtual().name("idle-connections").start(listener::closeIdle);
        }
        return listener;
    }

    /** The bound address, its port known also when 0 was asked for. */
    public InetSocketAddress address() {
        try {
            return (InetSocketAddress) server.getLocalAddress();
        } catch (IOException e) {
            throw new IllegalStateException("the listener is closed", e);
        }
    }

    private void acceptAll() {
        while (server.isOpen()) {
            try {
                accept(server.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // Out of file descriptors, mostly: wait for connections to go, and say so once a
                // try.
                LOG.error(
                        "Cannot accept a connection: {}. If it says \"Too many open files\", raise"
                                + " the limit (ulimit -n).",
                        e.getMessage());
                pause(ACCEPT_RETRY_MS);
            }
        }
    }

    private void accept(SocketChannel channel) throws IOException {
        Peer peer =
                new Peer(
                        (InetSocketAddress) channel.getRemoteAddress(),
                        (InetSocketAddress) channel.getLocalAddress());
        String tooMany = limitReached(peer.remote().getAddress());
        if (tooMany != null) {
            LOG.warn("Refusing the connection from {}: {}", peer.remote(), tooMany);
            channel.close();
            return;
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        ThreadFactory threads = connections.size() < ON_PLATFORM_THREADS ? platform : virtual;
        Connection connection = new Connection(channel, peer, handler, pool, config, threads);
        connections.add(connection);
        threads.newThread(() -> carry(connection)).start();
    }

    private void carry(Connection connection) {
        try {
            connection.run();
        } finally {
            connections.remove(connection);
        }
    }

    private @Nullable String limitReached(InetAddress client) {
        if (connections.size() >= config.maxConnections()) {
            return config.maxConnections()
                    + " connections are open, as many as max.connections allows";
        }
        if (config.maxConnectionsPerIp() == Integer.MAX_VALUE) {
            return null;
        }
        long same =
                connections.stream()
                        .filter(c -> c.peer().remote().getAddress().equals(client))
                        .count();
        return same < config.maxConnectionsPerIp()
                ? null
                : same
                        + " connections from this address are open, as many as"
                        + " max.connections.per.ip allows";
    }

    private void closeIdle() {
        while (server.isOpen()) {
            pause(Math.min(IDLE_CHECK_MS, config.maxIdleMs()));
            for (Connection connection : connections) {
                if (TimeUnit.NANOSECONDS.toMillis(connection.idleNanos()) > config.maxIdleMs()
                        && connection.owesNothing()) {
                    LOG.debug("Closing the connection from {}: idle", connection.peer().remote());
                    connection.close();
                }
            }
        }
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops accepting and closes every connection. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("Closing the listener failed: {}", e.getMessage());
        }
        connections.forEach(Connection::close);
    }
}
