package dev.reservoir.cli;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The value of {@code --bootstrap-server}: {@code host:port} pairs with commas between them. */
public final class Bootstrap {
    private Bootstrap() {}

    /** The value itself if every part of it is {@code host:port}. */
    public static String checked(@Nullable String servers) {
        if (servers == null) {
            throw new UsageException("Missing required option --bootstrap-server");
        }
        if (addresses(servers).isEmpty()) {
            throw new UsageException("--bootstrap-server is empty: give host1:port1,host2:port2");
        }
        return servers;
    }

    /** The addresses, unresolved. */
    static List<InetSocketAddress> addresses(String servers) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String part : servers.split(",", -1)) {
            String server = part.trim();
            if (!server.isEmpty()) {
                addresses.add(address(server));
            }
        }
        return addresses;
    }

    private static InetSocketAddress address(String server) {
        String text = server.substring(server.indexOf("://") < 0 ? 0 : server.indexOf("://") + 3);
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port > 0 && port < 65536) {
                return InetSocketAddress.createUnresolved(text.substring(0, colon), port);
            }
            if (colon > 0) {
                throw new UsageException(
                        "'" + server + "' in --bootstrap-server: ports go from 1 to 65535");
            }
        } catch (NumberFormatException _) {
            // The sentence below says it.
        }
        throw new UsageException(
                "'"
                        + server
                        + "' in --bootstrap-server is not host:port; give for example"
                        + " localhost:9092");
    }
}
