package dev.reservoir.cli.kafka.topics;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.Terminal;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** {@code --create}. */
final class CreateTopic {
    private final Admin admin;
    private final Terminal terminal;

    CreateTopic(Admin admin, Terminal terminal) {
        this.admin = admin;
        this.terminal = terminal;
    }

    void run(TopicsOptions options) {
        NewTopic topic = newTopic(options);
        if (topic.name().contains(".") || topic.name().contains("_")) {
            terminal.out()
                    .println(
                            "WARNING: Due to limitations in metric names, topics with a period"
                                + " ('.') or underscore ('_') could collide. To avoid issues it is"
                                + " best to use either, but not both.");
        }
        try {
            await(
                    admin.createTopics(
                                    List.of(topic),
                                    new CreateTopicsOptions().retryOnQuotaViolation(false))
                            .all());
            terminal.out().println("Created topic " + topic.name() + ".");
        } catch (TopicExistsException e) {
            if (!options.ifNotExists) {
                throw e;
            }
        }
    }

    static NewTopic newTopic(TopicsOptions options) {
        String name = Objects.requireNonNull(options.topic);
        NewTopic topic =
                options.replicaAssignment == null || options.replicaAssignment.isEmpty()
                        ? new NewTopic(name, partitions(options), replicationFactor(options))
                        : new NewTopic(name, assignment(options.replicaAssignment));
        return topic.configs(configs(options.configs));
    }

    private static Optional<Integer> partitions(TopicsOptions options) {
        if (options.partitions != null && options.partitions < 1) {
            throw new CommandFailure(
                    "The partitions must be greater than 0; --partitions is " + options.partitions);
        }
        return Optional.ofNullable(options.partitions);
    }

    private static Optional<Short> replicationFactor(TopicsOptions options) {
        Integer factor = options.replicationFactor;
        if (factor != null && (factor < 1 || factor > Short.MAX_VALUE)) {
            throw new CommandFailure(
                    "The replication factor must be between 1 and "
                            + Short.MAX_VALUE
                            + " inclusive; --replication-factor is "
                            + factor);
        }
        return Optional.ofNullable(factor).map(Integer::shortValue);
    }

    private static Map<Integer, List<Integer>> assignment(String text) {
        Map<Integer, List<Integer>> byPartition = new HashMap<>();
        List<List<Integer>> partitions = ReplicaAssignment.parse(text);
        for (int partition = 0; partition < partitions.size(); partition++) {
            byPartition.put(partition, partitions.get(partition));
        }
        return byPartition;
    }

    static Map<String, String> configs(List<String> arguments) {
        Map<String, String> configs = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals <= 0) {
                throw new CommandFailure(
                        "Invalid topic config '"
                                + argument
                                + "': all configs to be added must be in the format \"key=val\".");
            }
            configs.put(
                    argument.substring(0, equals).trim(), argument.substring(equals + 1).trim());
        }
        return configs;
    }
}
