package dev.reservoir.cli.kafka.offsets;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.Connection;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code kafka-get-offsets}: a line {@code topic:partition:offset} for each partition. */
public final class GetOffsetsCommand implements Command {
    /** What a cluster answers where there is no such record. */
    private static final long NONE = -1;

    private final Connection connection = new Connection();
    private @Nullable String topic;
    private @Nullable String partitions;
    private @Nullable String topicPartitions;
    private String time = "latest";
    private boolean excludeInternal;

    @Override
    public String description() {
        return "Prints offsets of partitions, as topic:partition:offset.";
    }

    @Override
    public void declare(OptionTable options) {
        connection.declare(options);
        options.value(
                "--topic",
                "TOPIC",
                "The topic: a regular expression, or several with commas between. All of them"
                        + " without it.",
                value -> topic = value);
        options.value(
                "--partitions",
                "N[,...]",
                "The partitions of each topic. All of them without it.",
                value -> partitions = value);
        options.value(
                "--topic-partitions",
                "TOPIC:PARTITIONS[,...]",
                "Topics with partitions, instead of the two above: a:1 (one), a:0-3 (0, 1 and 2),"
                    + " a:5- (5 and up), a:-3 (up to 2), a (all), :1 (of every topic). The topic is"
                    + " a regular expression.",
                value -> topicPartitions = value);
        options.value(
                "--time",
                "TIME",
                "Which offset: that of the first record of this time or later (milliseconds since"
                        + " 1970), or -1 latest (the default), -2 earliest, -3 max-timestamp, -4"
                        + " earliest-local, -5 latest-tiered, -6 earliest-pending-upload; the word"
                        + " or the number.",
                value -> time = value);
        options.flag(
                "--exclude-internal-topics",
                "Leave internal topics out.",
                () -> excludeInternal = true);
    }

    @Override
    public int run(GivenOptions given, Terminal terminal) {
        connection.bootstrapServer();
        if (given.has("--topic-partitions") && given.count("--topic", "--partitions") > 0) {
            throw new UsageException(
                    "--topic-partitions cannot be used with --topic or --partitions");
        }
        OffsetSpec moment = Moment.parse(time);
        PartitionFilter filter =
                topicPartitions == null
                        ? PartitionFilter.of(topic, partitions)
                        : PartitionFilter.ofList(topicPartitions);
        try (Admin admin = connection.admin(terminal)) {
            List<TopicPartition> wanted = wanted(admin, filter);
            if (wanted.isEmpty()) {
                throw new CommandFailure(
                        "Could not match any topic-partitions with the specified filters");
            }
            print(admin, wanted, moment, terminal);
        }
        return 0;
    }

    /** In the order of Kafka's tool, that of their names as texts: a-10 before a-2. */
    private List<TopicPartition> wanted(Admin admin, PartitionFilter filter) {
        ListTopicsOptions scope = new ListTopicsOptions().listInternal(!excludeInternal);
        List<String> topics =
                await(admin.listTopics(scope).names()).stream().filter(filter::wants).toList();
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicDescription found :
                await(admin.describeTopics(topics).allTopicNames()).values()) {
            found.partitions()
                    .forEach(partition ->
                            partitions.add(
                                    new TopicPartition(found.name(), partition.partition())));
        }
        partitions.removeIf(partition -> !filter.wants(partition));
        partitions.sort(Comparator.comparing(TopicPartition::toString));
        return partitions;
    }

    private static void print(
            Admin admin, List<TopicPartition> partitions, OffsetSpec moment, Terminal terminal) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, moment));
        ListOffsetsResult answers = admin.listOffsets(asked);
        for (TopicPartition partition : partitions) {
            try {
                long offset = await(answers.partitionResult(partition)).offset();
                if (offset != NONE) {
                    terminal.out()
                            .println(
                                    partition.topic() + ":" + partition.partition() + ":" + offset);
                }
            } catch (KafkaException e) {
                terminal.err()
                        .println(
                                "Skip getting offsets for topic-partition "
                                        + partition
                                        + " due to error: "
                                        + e);
            }
        }
    }
}
