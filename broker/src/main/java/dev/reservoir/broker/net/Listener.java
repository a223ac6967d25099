package dev.reservoir.broker.net;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;

/** Accepts connections on one address. */
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 256;
    private static final long ACCEPT_RETRY_MS = 100;

    private final ServerSocketChannel server;
    private final Connections connections;

    private Listener(ServerSocketChannel server, Connections connections) {
        this.server = server;
        this.connections = connections;
    }

    /**
     * Binds and begins to accept.
     *
     * @param connections serves what is accepted; closed by its owner, after the listener
     * @throws IOException when the address cannot be bound; the message says which and why
     */
    public static Listener start(InetSocketAddress address, Connections connections)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(address, BACKLOG);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw new IOException(
                    "Cannot listen on %s:%d: %s. %s; choose one with --listen HOST:PORT."
                            .formatted(
                                    address.getHostString(),
                                    address.getPort(),
                                    e.getMessage(),
                                    likelyReason(e)),
                    e);
        }
        Listener listener = new Listener(server, connections);
        Thread.ofPlatform().name("listener").start(listener::acceptAll);
        return listener;
    }

    private static String likelyReason(Exception e) {
        String told = String.valueOf(e.getMessage());
        if (told.contains("assign")) {
            return "This machine does not have the address";
        }
        return told.contains("ermission")
                ? "The port may need rights that this user has not"
                : "Another program may use the port";
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
                connections.add(server.accept());
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

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops accepting; connections go on. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("Closing the listener failed: {}", e.getMessage());
        }
    }
}
