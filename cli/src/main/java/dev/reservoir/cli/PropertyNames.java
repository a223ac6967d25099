package dev.reservoir.cli;

import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Kafka's clients ignore a property that they do not know, for a plug-in may read it; a misspelt
 * one does nothing, then. This says so.
 */
final class PropertyNames {
    private PropertyNames() {}

    /**
     * Warns of names that no client of Kafka's has.
     *
     * @param names those of the client at hand, to choose what may be meant from
     */
    static void check(Properties given, Set<String> names, Terminal terminal) {
        Set<String> known = new HashSet<>(names);
        // One file often serves several clients.
        known.addAll(ProducerConfig.configNames());
        known.addAll(ConsumerConfig.configNames());
        known.addAll(AdminClientConfig.configNames());
        for (String name : new TreeSet<>(given.stringPropertyNames())) {
            if (!known.contains(name)) {
                terminal.err()
                        .println(
                                "Warning: Kafka's clients know no property '"
                                        + name
                                        + "' and ignore it"
                                        + Nearest.of(name, names)
                                                .map(near -> "; did you mean " + near + "?")
                                                .orElse(""));
            }
        }
    }
}
