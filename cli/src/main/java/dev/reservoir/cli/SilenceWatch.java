package dev.reservoir.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/**
 * Kafka's clients keep trying in silence while nothing listens. After some seconds this says so,
 * once, on a daemon thread of its own: if no bootstrap address accepts a connection, the person at
 * the terminal wants to know.
 */
public final class SilenceWatch {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int CONNECT_MS = 2_000;

    private SilenceWatch() {}

    /** Starts watching; returns at once. */
    public static void start(String servers, PrintStream err) {
        List<InetSocketAddress> addresses = Bootstrap.addresses(servers);
        Thread.ofPlatform().daemon().name("silence-watch").start(() -> watch(addresses, err));
    }

    private static void watch(List<InetSocketAddress> addresses, PrintStream err) {
        try {
            Thread.sleep(PATIENCE);
        } catch (InterruptedException _) {
            return;
        }
        String problem = "";
        for (InetSocketAddress address : addresses) {
            try (Socket socket = new Socket()) {
                InetAddress host = InetAddress.getByName(address.getHostString());
                socket.connect(new InetSocketAddress(host, address.getPort()), CONNECT_MS);
                return;
            } catch (java.net.UnknownHostException _) {
                problem = "unknown host " + address.getHostString();
            } catch (IOException e) {
                problem =
                        e.getMessage() + " at " + address.getHostString() + ":" + address.getPort();
            }
        }
        err.println("Still trying to connect (" + problem + "). Is the broker running there?");
    }
}
