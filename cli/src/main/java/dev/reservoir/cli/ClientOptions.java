package dev.reservoir.cli;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

/**
 * The options of a command that is one producer or one consumer: its topic, its cluster, and the
 * client's properties by name and in a file, under their old names too.
 */
public final class ClientOptions {
    private static final String PROPERTY = "--command-property";
    private static final String CONFIG = "--command-config";

    /** What the command is. */
    public enum Kind {
        PRODUCER("producer", "The topic to write to.", "Producer properties in a file."),
        CONSUMER("consumer", "The topic to read.", "Consumer properties in a file.");

        private final String word;
        private final String topicHelp;
        private final String configHelp;

        Kind(String word, String topicHelp, String configHelp) {
            this.word = word;
            this.topicHelp = topicHelp;
            this.configHelp = configHelp;
        }

        private Set<String> names() {
            return switch (this) {
                case PRODUCER -> ProducerConfig.configNames();
                case CONSUMER -> ConsumerConfig.configNames();
            };
        }

        private String oldConfig() {
            return "--" + word + ".config";
        }
    }

    private final Kind kind;
    private final @Nullable String oldProperty;
    private @Nullable String topic;
    private @Nullable String bootstrapServer;

    // These two are filled under the new name or the old one: check() refuses both.
    private final List<String> properties = new ArrayList<>();
    private @Nullable String config;

    /**
     * @param oldProperty what {@code --command-property} was called, if it had another name
     */
    public ClientOptions(Kind kind, @Nullable String oldProperty) {
        this.kind = kind;
        this.oldProperty = oldProperty;
    }

    /** Adds {@code --topic}, {@code --bootstrap-server} and {@code --command-config}. */
    public void declare(OptionTable options, String serversHelp) {
        options.value("--topic", "TOPIC", kind.topicHelp, value -> topic = value);
        options.value(
                "--bootstrap-server",
                "HOST:PORT[,...]",
                serversHelp,
                value -> bootstrapServer = value);
        options.value(CONFIG, "FILE", kind.configHelp, value -> config = value);
        options.value(
                kind.oldConfig(), "FILE", "Old name of " + CONFIG + ".", value -> config = value);
    }

    /** Adds {@code --command-property}, which takes one property each time it is given. */
    public void declareProperty(OptionTable options) {
        options.values(
                PROPERTY,
                "KEY=VALUE",
                "A property of the " + kind.word + ". Repeatable.",
                properties);
        if (oldProperty != null) {
            options.values(oldProperty, "KEY=VALUE", oldPropertyHelp(), properties);
        }
    }

    /** Adds {@code --command-property}, which takes all properties behind it. */
    public void declareSeveralProperties(OptionTable options, String help) {
        options.severalValues(PROPERTY, "KEY=VALUE", help, properties);
        if (oldProperty != null) {
            options.severalValues(oldProperty, "KEY=VALUE", oldPropertyHelp(), properties);
        }
    }

    private static String oldPropertyHelp() {
        return "Old name of " + PROPERTY + ".";
    }

    /**
     * Refuses an old name beside the new one, says of an old one that it is old, and of a property
     * that no client has that it does nothing.
     */
    public void check(GivenOptions given, Terminal terminal) {
        if (oldProperty != null) {
            given.replaced(oldProperty, PROPERTY, terminal);
        }
        given.replaced(kind.oldConfig(), CONFIG, terminal);
        Properties named = fileProperties();
        named.putAll(KeyValues.parse(properties));
        PropertyNames.check(named, kind.names(), terminal);
    }

    /** The topic, where it is obligatory. */
    public String requiredTopic() {
        return Objects.requireNonNull(topic);
    }

    public @Nullable String topic() {
        return topic;
    }

    /** The value of {@code --bootstrap-server}, checked for its form. */
    public String bootstrapServer() {
        return bootstrapServerOr(null);
    }

    /** The value of {@code --bootstrap-server}, or else the other one, checked for its form. */
    public String bootstrapServerOr(@Nullable String otherwise) {
        return Bootstrap.checked(bootstrapServer == null ? otherwise : bootstrapServer);
    }

    /** The properties in the file; none without one. */
    public Properties fileProperties() {
        return KeyValues.load(config);
    }

    /** The properties on the command line, as they stand there. */
    public List<String> namedProperties() {
        return properties;
    }
}
