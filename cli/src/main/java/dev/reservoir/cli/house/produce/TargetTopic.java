package dev.reservoir.cli.house.produce;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.Nearest;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.house.Names;
import dev.reservoir.cli.house.Sizes;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The topic that is written to. One that is not there is made, as Kafka's brokers do by themselves,
 * unless the cluster does not want that or the name looks like a slip of the finger.
 */
final class TargetTopic {
    /** Properties that mean nothing to an admin client. */
    static final Set<String> OF_PRODUCERS =
            Set.of(
                    ProducerConfig.ACKS_CONFIG,
                    ProducerConfig.COMPRESSION_TYPE_CONFIG,
                    ProducerConfig.BATCH_SIZE_CONFIG);

    private static final String AUTO_CREATE = "auto.create.topics.enable";

    private final Admin admin;
    private final Terminal terminal;

    TargetTopic(Admin admin, Terminal terminal) {
        this.admin = admin;
        this.terminal = terminal;
    }

    /**
     * Fails if the topic is not there and should not be made.
     *
     * @param create the user wants it made in any case
     */
    void ensure(String topic, boolean create) {
        Set<String> there = Names.topics(admin, true);
        if (there.contains(topic)) {
            return;
        }
        String remedy = "--create, or reservoir topic create " + topic;
        Optional<String> near = Nearest.of(topic, there);
        if (!create && near.isPresent()) {
            throw new CommandFailure(
                    Names.unknown("topic", topic, there) + " To make a new one: " + remedy);
        }
        if (!create && !madeByItself()) {
            throw new CommandFailure(
                    Names.unknown("topic", topic, there)
                            + " The cluster makes none by itself ("
                            + AUTO_CREATE
                            + "=false). To make it: "
                            + remedy);
        }
        CreateTopicsResult created =
                admin.createTopics(
                        List.of(new NewTopic(topic, Optional.empty(), Optional.empty())));
        try {
            await(created.all());
        } catch (TopicExistsException _) {
            return; // Somebody else has made it meanwhile.
        }
        terminal.err()
                .println(
                        "Made the topic "
                                + topic
                                + " with "
                                + Sizes.of(await(created.numPartitions(topic)), "partition")
                                + ".");
    }

    /** Fails if the topic has no such partition, which a producer would wait for. */
    void requirePartition(String topic, int partition) {
        TopicDescription described =
                await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
        int count = described == null ? 0 : described.partitions().size();
        if (partition >= count) {
            throw new CommandFailure(
                    "The topic '%s' has %s, numbered from 0; there is no %d"
                            .formatted(topic, Sizes.of(count, "partition"), partition));
        }
    }

    /** Whether a broker would make a topic that a producer names. */
    private boolean madeByItself() {
        Node broker = await(admin.describeCluster().nodes()).iterator().next();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
        Map<ConfigResource, Config> answers = await(admin.describeConfigs(List.of(resource)).all());
        Config config = answers.get(resource);
        ConfigEntry entry = config == null ? null : config.get(AUTO_CREATE);
        return entry == null || !"false".equals(entry.value());
    }
}
