package dev.reservoir.cli.kafka.records;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.Connection;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DeletedRecords;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** {@code kafka-delete-records}: moves the starts of partitions up to given offsets. */
public final class DeleteRecordsCommand implements Command {
    /** What a broker says of such a partition. */
    private static final String NOT_THERE = "This server does not host this topic-partition.";

    private final Connection connection = new Connection();
    private @Nullable String file;

    @Override
    public String description() {
        return "Deletes the records of partitions below given offsets.";
    }

    @Override
    public void declare(OptionTable options) {
        connection.declare(options);
        options.value(
                "--offset-json-file",
                "FILE",
                "The partitions, each with the offset that is to be its first; -1 deletes all of"
                        + " its records: {\"partitions\": [{\"topic\": \"t\", \"partition\": 0,"
                        + " \"offset\": 5}], \"version\": 1}",
                value -> file = value);
        options.require("--bootstrap-server");
        options.require("--offset-json-file");
    }

    @Override
    public int run(GivenOptions given, Terminal terminal) {
        connection.bootstrapServer();
        Map<TopicPartition, Long> offsets = OffsetFile.read(Objects.requireNonNull(file));
        try (Admin admin = connection.admin(terminal)) {
            terminal.out().println("Executing records delete operation");
            terminal.out().flush();
            Map<TopicPartition, String> outcomes = delete(admin, offsets);
            terminal.out().println("Records delete operation completed:");
            outcomes.forEach((partition, outcome) ->
                    terminal.out().println("partition: " + partition + "\t" + outcome));
        }
        return 0;
    }

    private static Map<TopicPartition, String> delete(
            Admin admin, Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, String> outcomes =
                new TreeMap<>(
                        Comparator.comparing(TopicPartition::topic)
                                .thenComparingInt(TopicPartition::partition));
        Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
        offsets.forEach((partition, offset) ->
                deletions.put(partition, RecordsToDelete.beforeOffset(offset)));
        // Asked for one that is not there Kafka's client would keep trying until its timeout.
        missing(admin, offsets.keySet())
                .forEach((partition, error) -> {
                    deletions.remove(partition);
                    outcomes.put(partition, error(error));
                });
        admin.deleteRecords(deletions)
                .lowWatermarks()
                .forEach((partition, answer) -> outcomes.put(partition, outcome(answer)));
        return outcomes;
    }

    private static Map<TopicPartition, KafkaException> missing(
            Admin admin, Set<TopicPartition> partitions) {
        List<String> topics = partitions.stream().map(TopicPartition::topic).distinct().toList();
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(topics).topicNameValues();
        Map<TopicPartition, KafkaException> missing = new HashMap<>();
        for (TopicPartition partition : partitions) {
            try {
                TopicDescription topic =
                        await(Objects.requireNonNull(answers.get(partition.topic())));
                if (topic.partitions().stream()
                        .noneMatch(found -> found.partition() == partition.partition())) {
                    missing.put(partition, new UnknownTopicOrPartitionException(NOT_THERE));
                }
            } catch (KafkaException e) {
                missing.put(partition, e);
            }
        }
        return missing;
    }

    private static String outcome(KafkaFuture<DeletedRecords> answer) {
        try {
            return "low_watermark: " + await(answer).lowWatermark();
        } catch (KafkaException e) {
            return error(e);
        }
    }

    private static String error(KafkaException e) {
        return "error: " + e.getClass().getName() + ": " + e.getMessage();
    }
}
