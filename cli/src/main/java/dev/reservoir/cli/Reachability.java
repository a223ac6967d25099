package dev.reservoir.cli;

import dev.reservoir.cli.explain.Finding;
import dev.reservoir.cli.explain.Probe;

import org.apache.kafka.clients.CommonClientConfigs;

import java.net.InetSocketAddress;
import java.util.Properties;

/**
 * Whether a cluster answers where it should be. Kafka's clients would wait for it for a minute;
 * somebody who types a short command wants to know now.
 */
final class Reachability {
    private static final String PLAINTEXT = "PLAINTEXT";

    private Reachability() {}

    /**
     * Fails if none of the servers can be used.
     *
     * @param client the properties of the client that will use them
     */
    static void require(String servers, Properties client) {
        String protocol =
                client.getProperty(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, PLAINTEXT);
        String problem = "";
        for (InetSocketAddress address : Bootstrap.addresses(servers)) {
            Finding found = Probe.look(address, null);
            problem = found.problem();
            // The probe speaks plain text: what it hears from others means nothing.
            boolean heard = protocol.equals(PLAINTEXT) || found instanceof Finding.Closed;
            // A cluster that has lost a broker works, and that may be what is to be looked at.
            boolean works = found instanceof Finding.Unreachable lost && lost.others();
            if (problem.isEmpty() || works || !heard) {
                return;
            }
        }
        String remedy = " 'reservoir start' starts one here; --bootstrap-server names another";
        throw new CommandFailure(problem + (problem.endsWith("?") ? remedy : ""));
    }
}
