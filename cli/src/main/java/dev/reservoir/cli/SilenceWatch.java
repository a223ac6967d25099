package dev.reservoir.cli;

import dev.reservoir.cli.explain.Finding;
import dev.reservoir.cli.explain.Probe;
import dev.reservoir.cli.explain.TopicSearch;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Properties;

/**
 * Kafka's clients keep trying in silence when they cannot get at the cluster or a topic. After a
 * moment this looks for itself and says what is wrong, once, on a daemon thread of its own: nobody
 * listens, somebody else does, the broker sends clients to an address that cannot be reached, the
 * topic does not exist. It says nothing while all is well.
 */
public final class SilenceWatch {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String PLAINTEXT = "PLAINTEXT";

    private final Properties client;
    private final @Nullable String topic;
    private final PrintStream err;

    private SilenceWatch(Properties client, @Nullable String topic, PrintStream err) {
        this.client = client;
        this.topic = topic;
        this.err = err;
    }

    /**
     * Starts watching; returns at once.
     *
     * @param client the client's properties, {@code bootstrap.servers} among them
     * @param topic the one that the client cannot do without, or null
     */
    public static void start(Properties client, @Nullable String topic, PrintStream err) {
        Properties copy = new Properties();
        copy.putAll(client);
        SilenceWatch watch = new SilenceWatch(copy, topic, err);
        Thread.ofPlatform().daemon().name("silence-watch").start(watch::run);
    }

    private void run() {
        try {
            Thread.sleep(PATIENCE);
            String servers =
                    client.getProperty(
                            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                            client.getProperty(AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG, ""));
            String problem = "";
            for (InetSocketAddress address : Bootstrap.addresses(servers)) {
                problem = look(address);
                if (problem.isEmpty()) {
                    return;
                }
            }
            err.println("Still trying: " + problem);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is wrong at an address; "" if nothing is, or it was said. */
    private String look(InetSocketAddress address) throws InterruptedException {
        String protocol =
                client.getProperty(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, PLAINTEXT);
        Finding found = Probe.look(address, topic);
        if (!protocol.equals(PLAINTEXT)) {
            return lookSecurely(found, protocol);
        }
        if (found instanceof Finding.NoTopic missing) {
            explain(missing.topic());
        }
        return found.problem();
    }

    /** The probe speaks plain text: it shall not be answered. */
    private String lookSecurely(Finding found, String protocol) throws InterruptedException {
        return switch (found) {
            case Finding.Closed closed -> closed.problem();
            case Finding.Stranger _ -> {
                if (topic != null) {
                    explain(topic);
                }
                yield "";
            }
            case Finding.Fine _, Finding.NoTopic _, Finding.Unreachable _ ->
                    "the listener there is plain text and wants no password: leave"
                            + " security.protocol="
                            + protocol
                            + " out";
        };
    }

    private void explain(String missing) throws InterruptedException {
        TopicSearch search =
                new TopicSearch(client, (name, names) -> Nearest.of(name, names).orElse(""));
        String sentence = search.explain(missing);
        if (!sentence.isEmpty()) {
            err.println(sentence);
        }
    }
}
