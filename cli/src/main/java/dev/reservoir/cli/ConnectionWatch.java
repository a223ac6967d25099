package dev.reservoir.cli;

import dev.reservoir.cli.explain.Finding;
import dev.reservoir.cli.explain.Probe;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * Kafka's clients go on in silence when their cluster goes away. This says that it is gone, why,
 * and that it is back, on a daemon thread of its own. The client's own count of connections tells
 * it when to look, so it costs the cluster nothing while all is well.
 */
public final class ConnectionWatch implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final String CONNECTIONS = "connection-count";

    private final Supplier<? extends Map<MetricName, ? extends Metric>> metrics;
    private final List<InetSocketAddress> servers;
    private final PrintStream err;
    private final Thread thread;

    private ConnectionWatch(
            Supplier<? extends Map<MetricName, ? extends Metric>> metrics,
            List<InetSocketAddress> servers,
            PrintStream err) {
        this.metrics = metrics;
        this.servers = servers;
        this.err = err;
        this.thread = Thread.ofPlatform().daemon().name("connection-watch").unstarted(this::run);
    }

    /**
     * Starts watching; returns at once.
     *
     * @param metrics the client's; asked for from another thread
     * @param client the client's properties, {@code bootstrap.servers} among them
     */
    public static ConnectionWatch start(
            Supplier<? extends Map<MetricName, ? extends Metric>> metrics,
            Properties client,
            PrintStream err) {
        String servers = client.getProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "");
        ConnectionWatch watch = new ConnectionWatch(metrics, Bootstrap.addresses(servers), err);
        watch.thread.start();
        return watch;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                awaitConnections(true);
                awaitConnections(false);
                String problem = problem();
                if (!problem.isEmpty()) {
                    err.println("Lost the cluster, trying again: " + problem);
                    awaitCluster();
                    err.println("The cluster answers again.");
                }
            }
        } catch (InterruptedException _) {
            // The command ends.
        }
    }

    private void awaitConnections(boolean some) throws InterruptedException {
        do {
            Thread.sleep(PERIOD);
        } while (hasConnections() != some);
    }

    private boolean hasConnections() {
        return metrics.get().values().stream()
                .filter(metric -> metric.metricName().name().equals(CONNECTIONS))
                .anyMatch(metric ->
                        metric.metricValue() instanceof Number count && count.intValue() > 0);
    }

    private void awaitCluster() throws InterruptedException {
        do {
            Thread.sleep(PERIOD);
        } while (!problem().isEmpty());
    }

    /** Why no server can be connected to; "" when one can. */
    private String problem() {
        String problem = "";
        for (InetSocketAddress server : servers) {
            if (!(Probe.look(server, null) instanceof Finding.Closed closed)) {
                return "";
            }
            problem = closed.problem();
        }
        return problem;
    }
}
