package dev.reservoir.cli;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

import java.util.Properties;
import java.util.Set;

/** The options that say where the cluster is and how to talk to it. */
public final class Connection {
    private static final String USUAL = "localhost:9092";
    private static final String VARIABLE = "RESERVOIR_BOOTSTRAP_SERVER";

    private final String option;
    private final String optionHelp;
    private final boolean impatient;
    private @Nullable String bootstrapServer;
    private @Nullable String bootstrapController;
    private @Nullable String commandConfig;

    /** Options as Kafka's tools have them: the servers must be named. */
    public Connection() {
        this.option = "--bootstrap-server";
        this.optionHelp = "The Kafka servers to connect to first. Required.";
        this.impatient = false;
    }

    private Connection(String option, String optionHelp, String bootstrapServer) {
        this.option = option;
        this.optionHelp = optionHelp;
        this.impatient = true;
        this.bootstrapServer = bootstrapServer;
    }

    /**
     * Options of which none is needed where the broker is on this machine. A cluster where nothing
     * listens is an error at once.
     */
    public static Connection withUsual() {
        String help =
                "The Kafka servers to connect to first (default: $"
                        + VARIABLE
                        + ", else "
                        + USUAL
                        + ").";
        return new Connection("--bootstrap-server, -b", help, usual());
    }

    /** Where the cluster is when nobody says so. */
    static String usual() {
        String named = System.getenv(VARIABLE);
        return named == null || named.isBlank() ? USUAL : named;
    }

    /** Adds these options to a command's table. */
    public void declare(OptionTable options) {
        options.value(option, "HOST:PORT[,...]", optionHelp, value -> bootstrapServer = value);
        options.value(
                "--command-config",
                "FILE",
                "A file of client properties: security, timeouts and the like.",
                value -> commandConfig = value);
    }

    /** Adds {@code --bootstrap-controller}, which takes the place of {@code --bootstrap-server}. */
    public void declareController(OptionTable options) {
        options.value(
                "--bootstrap-controller",
                "HOST:PORT[,...]",
                "The KRaft controllers to connect to, instead of --bootstrap-server.",
                value -> bootstrapController = value);
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
        return Admin.create(client(AdminClientConfig.configNames(), terminal));
    }

    /**
     * Properties of a new client. Says on the terminal when nobody answers.
     *
     * @param known the names of properties that this kind of client has
     */
    public Properties client(Set<String> known, Terminal terminal) {
        Properties properties = new Properties();
        // A command lives for a moment: starting JMX alone would take a third of its time.
        properties.setProperty(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        properties.setProperty(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, "false");
        Properties file = fileProperties();
        PropertyNames.check(file, known, terminal);
        properties.putAll(file);
        if (bootstrapController == null) {
            String servers = bootstrapServer();
            if (impatient) {
                Reachability.require(servers, properties);
            }
            properties.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
        } else {
            properties.remove(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
            properties.setProperty(
                    AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG,
                    Bootstrap.checked(bootstrapController));
        }
        SilenceWatch.start(properties, null, terminal.err());
        return properties;
    }
}
