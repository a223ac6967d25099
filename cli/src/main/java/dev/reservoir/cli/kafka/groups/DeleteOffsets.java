package dev.reservoir.cli.kafka.groups;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.Terminal;

import org.apache.kafka.clients.admin.DeleteConsumerGroupOffsetsResult;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code --delete-offsets}. */
final class DeleteOffsets {
    private static final int WHOLE_TOPIC = -1;
    private static final String SUCCESSFUL = "Successful";

    private final GroupClient client;
    private final Terminal terminal;

    DeleteOffsets(GroupClient client, Terminal terminal) {
        this.client = client;
        this.terminal = terminal;
    }

    void run(GroupsOptions options) {
        String group = options.groups.getFirst();
        Map<TopicPartition, String> outcome = new TreeMap<>(Partitions.ORDER);
        for (String topic : options.topics) {
            expand(TopicArgument.parse(topic), outcome);
        }
        String problem = delete(group, outcome);
        if (problem != null) {
            terminal.out().println("\nError: " + problem);
        } else {
            terminal.out()
                    .println("Request succeeded for deleting offsets from group " + group + ".");
        }
        print(outcome);
    }

    /**
     * Puts the argument's partitions into {@code outcome}; a topic that is not there as an error.
     */
    private void expand(TopicArgument argument, Map<TopicPartition, String> outcome) {
        if (!argument.wholeTopic()) {
            argument.partitions().forEach(partition -> outcome.put(partition, SUCCESSFUL));
            return;
        }
        client.topics(List.of(argument.topic()))
                .forEach((topic, answer) -> {
                    try {
                        await(answer)
                                .partitions()
                                .forEach(partition ->
                                        outcome.put(
                                                new TopicPartition(topic, partition.partition()),
                                                SUCCESSFUL));
                    } catch (KafkaException e) {
                        outcome.put(new TopicPartition(topic, WHOLE_TOPIC), "Error: " + e);
                    }
                });
    }

    /**
     * Deletes and notes each partition's outcome; returns what is wrong with the request as a
     * whole, if anything.
     */
    private @org.jspecify.annotations.Nullable String delete(
            String group, Map<TopicPartition, String> outcome) {
        java.util.Set<TopicPartition> asked = new java.util.HashSet<>(outcome.keySet());
        asked.removeIf(partition -> partition.partition() == WHOLE_TOPIC);
        if (asked.isEmpty()) {
            return null;
        }
        DeleteConsumerGroupOffsetsResult result = client.deleteOffsets(group, asked);
        for (TopicPartition partition : asked) {
            try {
                await(result.partitionResult(partition));
            } catch (KafkaException e) {
                outcome.put(partition, "Error: " + e);
            }
        }
        try {
            await(result.all());
            return null;
        } catch (GroupSubscribedToTopicException
                | TopicAuthorizationException
                | UnknownTopicOrPartitionException _) {
            return "Encountered some partition-level error, see the follow-up details.";
        } catch (KafkaException e) {
            return e.getMessage();
        }
    }

    private void print(Map<TopicPartition, String> outcome) {
        TextTable table =
                new TextTable()
                        .column("TOPIC", 15)
                        .column("PARTITION", 10)
                        .fixedColumn("STATUS", 15);
        outcome.forEach((partition, status) -> {
            String number =
                    partition.partition() == WHOLE_TOPIC
                            ? "-"
                            : String.valueOf(partition.partition());
            table.row(List.of(partition.topic(), number, status));
        });
        terminal.out().println();
        table.lines().forEach(terminal.out()::println);
    }
}
