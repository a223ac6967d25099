package dev.reservoir.cli.explain;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;

/**
 * Looks why a topic is not there. Kafka's clients wait for one that does not exist, a minute or for
 * ever, and say nothing.
 */
public final class TopicSearch {
    private static final String AUTO_CREATE = "auto.create.topics.enable";
    private static final String PATIENCE_MS = "10000";

    private final Properties client;
    private final BiFunction<String, Set<String>, String> nearest;

    /**
     * @param client properties of the producer or consumer that waits
     * @param nearest gives the name out of a set that somebody may have meant, or ""
     */
    public TopicSearch(Properties client, BiFunction<String, Set<String>, String> nearest) {
        this.client = client;
        this.nearest = nearest;
    }

    /** A sentence for whoever waits for the topic; "" if it is there or will be made. */
    public String explain(String topic) throws InterruptedException {
        try (Admin admin = Admin.create(settings())) {
            Set<String> topics =
                    admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
            String autoCreate = autoCreate(admin);
            if (topics.contains(topic) || "true".equals(autoCreate)) {
                return "";
            }
            String meant = nearest.apply(topic, topics);
            return "Topic "
                    + topic
                    + " does not exist"
                    + ("false".equals(autoCreate)
                            ? ", and this cluster makes none by itself (" + AUTO_CREATE + "=false)"
                            : "")
                    + (meant.isEmpty() ? "." : ". Did you mean " + meant + "?")
                    + " Waiting for it; to create it, in another terminal: kafka-topics"
                    + " --bootstrap-server "
                    + client.getProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)
                    + " --create --topic "
                    + topic;
        } catch (ExecutionException | KafkaException _) {
            // Not for us to say what is wrong then.
            return "";
        }
    }

    private Properties settings() {
        Properties settings = new Properties();
        for (String name : AdminClientConfig.configNames()) {
            String value = client.getProperty(name);
            if (value != null) {
                settings.setProperty(name, value);
            }
        }
        settings.setProperty(AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        settings.setProperty(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        settings.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        settings.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        return settings;
    }

    /** The broker's setting; null when it does not tell. */
    private static @Nullable String autoCreate(Admin admin) throws InterruptedException {
        try {
            Node node = admin.describeCluster().nodes().get().iterator().next();
            ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
            Config settings =
                    admin.describeConfigs(List.of(broker)).all().get().values().iterator().next();
            ConfigEntry entry = settings.get(AUTO_CREATE);
            return entry == null ? null : entry.value();
        } catch (ExecutionException | RuntimeException _) {
            return null;
        }
    }
}
