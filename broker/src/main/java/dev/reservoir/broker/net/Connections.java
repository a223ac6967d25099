package dev.reservoir.broker.net;

import dev.reservoir.broker.net.RequestHandler.Peer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The connections of a broker, whichever listener accepted them: their threads, the memory for what
 * they send, and the limits. Closes those that are idle for too long. Thread-safe.
 */
public final class Connections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /**
     * So many connections at a time are carried by platform threads, which wake faster and for less
     * CPU; those beyond by virtual ones, which take less memory.
     */
    private static final int ON_PLATFORM_THREADS = 500;

    private static final long KEPT_BUFFERS_BYTES = 64L << 20;
    private static final long IDLE_CHECK_MS = 5_000;

    private final NetConfig config;
    private final RequestHandler handler;
    private final BufferPool pool;
    private final ClientLog complaints = new ClientLog(System::nanoTime);
    private final ThreadFactory platform =
            Thread.ofPlatform().name("connection-", 0).daemon().factory();
    private final ThreadFactory virtual = Thread.ofVirtual().name("connection-", 0).factory();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    public Connections(NetConfig config, RequestHandler handler) {
        this.config = config;
        this.handler = handler;
        this.pool = new BufferPool(config.maxQueuedBytes(), KEPT_BUFFERS_BYTES);
        if (config.maxIdleMs() > 0) {
            Thread.ofVirtual().name("idle-connections").start(this::closeIdle);
        }
    }

    /** Serves a connection that was just accepted, or closes it when that is too many. */
    void add(SocketChannel channel) throws IOException {
        Peer peer =
                new Peer(
                        (InetSocketAddress) channel.getRemoteAddress(),
                        (InetSocketAddress) channel.getLocalAddress());
        String tooMany = limitReached(peer.remote().getAddress());
        if (tooMany != null) {
            complaints.warn(
                    LOG,
                    peer.remote().getAddress(),
                    "Refusing the connection from %s: %s".formatted(peer.remote(), tooMany));
            channel.close();
            return;
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        ThreadFactory threads = open.size() < ON_PLATFORM_THREADS ? platform : virtual;
        Connection connection =
                new Connection(channel, peer, handler, pool, config, complaints, threads);
        open.add(connection);
        threads.newThread(() -> carry(connection)).start();
        if (closed.getCount() == 0) {
            connection.close();
        }
    }

    private void carry(Connection connection) {
        try {
            connection.run();
        } finally {
            open.remove(connection);
        }
    }

    private @Nullable String limitReached(InetAddress client) {
        if (open.size() >= config.maxConnections()) {
            return config.maxConnections()
                    + " connections are open, as many as max.connections allows";
        }
        if (config.maxConnectionsPerIp() == Integer.MAX_VALUE) {
            return null;
        }
        long same =
                open.stream().filter(c -> c.peer().remote().getAddress().equals(client)).count();
        return same < config.maxConnectionsPerIp()
                ? null
                : same
                        + " connections from this address are open, as many as"
                        + " max.connections.per.ip allows";
    }

    private void closeIdle() {
        try {
            long pauseMs = Math.min(IDLE_CHECK_MS, config.maxIdleMs());
            while (!closed.await(pauseMs, TimeUnit.MILLISECONDS)) {
                open.forEach(this::closeIfIdle);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeIfIdle(Connection connection) {
        long idleMs = TimeUnit.NANOSECONDS.toMillis(connection.idleNanos());
        if (idleMs > config.maxIdleMs() && connection.owesNothing()) {
            LOG.debug("Closing the connection from {}: idle", connection.peer().remote());
            connection.close();
        }
    }

    /** Closes every connection; the listeners were closed before. */
    @Override
    public void close() {
        closed.countDown();
        open.forEach(Connection::close);
    }
}
