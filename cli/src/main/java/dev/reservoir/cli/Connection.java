package dev.reservoir.cli;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

import java.util.Properties;

/** The options that say where the cluster is and how to talk to it. */
public final class Connection {
    private @Nullable String bootstrapServer;
    private @Nullable String commandConfig;

    /** Adds these options to a command's table. */
    public void declare(OptionTable options) {
        options.value(
                "--bootstrap-server",
                "HOST:PORT[,...]",
                "The Kafka servers to connect to first. Required.",
                value -> bootstrapServer = value);
        options.value(
                "--command-config",
                "FILE",
                "A file of client properties: security, timeouts and the like.",
                value -> commandConfig = value);
    }

    /** The value of {@code --bootstrap-server}, checked for its form. */
    public String bootstrapServer() {
        return Bootstrap.checked(bootstrapServer);
    }

    /** The properties of {@code --command-config}; empty without it. */
    public Properties fileProperties() {
        return KeyValues.load(commandConfig);
    }

    /** A new client, to be closed by the caller. Says on the terminal when nobody answers. */
    public Admin admin(Terminal terminal) {
        Properties properties = new Properties();
        // A command lives for a moment: starting JMX alone would take a third of its time.
        properties.setProperty(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        properties.setProperty(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        properties.putAll(fileProperties());
        String servers = bootstrapServer();
        properties.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
        SilenceWatch.start(servers, terminal.err());
        return Admin.create(properties);
    }
}
