package dev.reservoir.cli.house.config;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Positional;
import dev.reservoir.cli.UsageException;
import dev.reservoir.cli.house.Names;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Whose settings a command is about: a topic's, which is named first, or with {@code --broker} a
 * broker's.
 */
final class Owner {
    private static final String FIRST = "first";

    private final List<String> words = new ArrayList<>();
    private String broker = "";

    void declare(OptionTable options, String label, String help) {
        options.positional(
                new Positional(
                        "TOPIC", "The topic, unless --broker is given.", 0, 1, words::addAll));
        options.positional(Positional.any(label, help, words));
        options.flag(
                "--broker", "The settings of the broker (the first one).", () -> broker = FIRST);
        options.value("--broker-id", "ID", "The settings of this broker.", value -> broker = value);
    }

    /** The words behind the topic, or all with {@code --broker}. */
    List<String> rest() {
        if (!broker.isEmpty()) {
            return words;
        }
        if (words.isEmpty()) {
            throw new UsageException("missing TOPIC, or --broker");
        }
        return words.subList(1, words.size());
    }

    /** What the cluster calls it; fails if there is no such topic or broker. */
    ConfigResource resource(Admin admin) {
        if (broker.isEmpty()) {
            Names.requireTopics(admin, words.subList(0, 1));
            return new ConfigResource(ConfigResource.Type.TOPIC, words.getFirst());
        }
        List<String> ids =
                await(admin.describeCluster().nodes()).stream()
                        .sorted(Comparator.comparingInt(Node::id))
                        .map(Node::idString)
                        .toList();
        String id = broker.equals(FIRST) ? ids.getFirst() : broker;
        if (!ids.contains(id)) {
            throw new UsageException(Names.unknown("broker", id, ids));
        }
        return new ConfigResource(ConfigResource.Type.BROKER, id);
    }

    /** Whose settings these are, in words. */
    static String name(ConfigResource resource) {
        return (resource.type() == ConfigResource.Type.TOPIC ? "topic " : "broker ")
                + resource.name();
    }
}
