package dev.reservoir.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Whether anything listens where a cluster should be. Kafka's clients would wait for it for a
 * minute; somebody who types a short command wants to know now.
 */
final class Reachability {
    private static final int CONNECT_MS = 2_000;

    private Reachability() {}

    /** Fails if none of the addresses accepts a connection. */
    static void require(String servers) {
        List<InetSocketAddress> addresses = Bootstrap.addresses(servers);
        String problem = "";
        for (InetSocketAddress address : addresses) {
            try (Socket socket = new Socket()) {
                InetAddress host = InetAddress.getByName(address.getHostString());
                socket.connect(new InetSocketAddress(host, address.getPort()), CONNECT_MS);
                return;
            } catch (UnknownHostException _) {
                problem = "the host " + address.getHostString() + " is unknown";
            } catch (IOException e) {
                problem = String.valueOf(e.getMessage()).toLowerCase(java.util.Locale.ROOT);
            }
        }
        throw new CommandFailure(
                "No broker answers at "
                        + servers
                        + " ("
                        + problem
                        + "). 'reservoir start' starts one on this machine; --bootstrap-server"
                        + " names another");
    }
}
