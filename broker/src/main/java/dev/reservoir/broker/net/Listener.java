package dev.reservoir.broker.net;

import dev.reservoir.machine.Proc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Accepts connections on one address. */
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 256;
    private static final long ACCEPT_RETRY_MS = 100;
    private static final long COMPLAINT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final ServerSocketChannel server;
    private final Connections connections;

    /** Asked early: when there is no file left to open, it cannot be asked. */
    private final OptionalLong openFiles = Proc.ofMachine().openFilesLimit();

    /** When the listener last said that it cannot accept; its own thread's. */
    private long complained;

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
                    "Cannot listen on %s:%d: %s. %s with --listen HOST:PORT."
                            .formatted(
                                    address.getHostString(),
                                    address.getPort(),
                                    e.getMessage(),
                                    advice(e, address.getPort())),
                    e);
        }
        Listener listener = new Listener(server, connections);
        Thread.ofPlatform().name("listener").start(listener::acceptAll);
        return listener;
    }

    private static String advice(Exception e, int port) {
        String told = String.valueOf(e.getMessage());
        if (told.contains("assign")) {
            return "This machine does not have the address: choose one that it has";
        }
        if (told.contains("ermission")) {
            return "Ports below 1024 may need rights that this user does not have: choose another";
        }
        return Proc.ofMachine()
                        .holderOfPort(port)
                        .map(holder -> "The port is used by " + holder)
                        .orElse("Another program uses the port")
                + ": stop it, or choose another port";
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
                // Out of file descriptors, mostly: wait for connections to go.
                complain(e);
                pause(ACCEPT_RETRY_MS);
            }
        }
    }

    /** It is tried often; a line a minute tells enough. */
    private void complain(IOException problem) {
        long now = System.nanoTime();
        if (complained != 0 && now - complained < COMPLAINT_NANOS) {
            return;
        }
        complained = now;
        String advice =
                String.valueOf(problem.getMessage()).contains("Too many open files")
                        ? ". This process may have %s files and connections open at a time: raise the limit (ulimit -n, or LimitNOFILE in a systemd unit) and start again, or close connections"
                                .formatted(
                                        openFiles.isPresent() ? openFiles.getAsLong() : "so many")
                        : "";
        LOG.error("Cannot accept connections for now: {}{}", problem.getMessage(), advice);
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
