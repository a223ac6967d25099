package dev.reservoir.cli.house.topic;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.Example;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Positional;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.house.ClusterCommand;
import dev.reservoir.cli.house.Names;
import dev.reservoir.cli.house.Output;
import dev.reservoir.cli.house.Sheet;
import dev.reservoir.cli.house.Sizes;
import dev.reservoir.cli.house.Table;
import dev.reservoir.cli.house.Times;
import dev.reservoir.cli.house.TopicLogs;
import dev.reservoir.cli.house.config.Settings;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** {@code reservoir topic describe}. */
final class TopicDescribe extends ClusterCommand {
    private static final String RETENTION = "retention.ms";

    private String topic = "";

    @Override
    public String description() {
        return "Shows a topic: its partitions, what they hold, and its settings.";
    }

    @Override
    public List<Example> examples() {
        return List.of(new Example("reservoir topic describe orders", ""));
    }

    @Override
    protected void declareOwn(OptionTable options) {
        options.positional(Positional.one("TOPIC", "The topic.", value -> topic = value));
    }

    @Override
    protected int run(Admin admin, Terminal terminal) {
        Names.requireTopics(admin, List.of(topic));
        Map<String, TopicDescription> answer =
                await(admin.describeTopics(List.of(topic)).allTopicNames());
        TopicDescription described = Objects.requireNonNull(answer.get(topic));
        TopicLogs logs = TopicLogs.of(admin, List.of(described));
        Settings settings =
                Settings.of(admin, new ConfigResource(ConfigResource.Type.TOPIC, topic));
        ConfigEntry retention = settings.require(RETENTION);
        long records = logs.records(described);
        long bytes = logs.bytes(described);
        Sheet sheet =
                new Sheet()
                        .value("name", "Topic", topic)
                        .value("id", "Id", described.topicId())
                        .value("partitionCount", "Partitions", described.partitions().size())
                        .value("replicas", "Replicas", TopicList.replicas(described))
                        .value("records", "Records", records, Sizes.count(records))
                        .value("size", "Size", bytes, Sizes.text(bytes))
                        .value(
                                "retentionMs",
                                "Kept for",
                                Long.parseLong(retention.value()),
                                kept(retention.value()))
                        .part("partitions", "Partitions", partitions(logs), described.partitions())
                        .part("settings", "Settings of its own", settings(), settings.own());
        output.sheet(sheet, terminal);
        return 0;
    }

    private static String kept(String retentionMs) {
        return retentionMs.equals("-1")
                ? "ever"
                : Times.text(Duration.ofMillis(Long.parseLong(retentionMs)));
    }

    private Table<TopicPartitionInfo> partitions(TopicLogs logs) {
        return new Table<TopicPartitionInfo>()
                .column("partition", TopicPartitionInfo::partition)
                .column("leader", partition -> id(partition.leader()))
                .column("replicas", partition -> ids(partition.replicas()))
                .column("inSync", partition -> ids(partition.isr()))
                .count("firstOffset", partition -> of(logs, partition, TopicLogs.Log::start))
                .count("nextOffset", partition -> of(logs, partition, TopicLogs.Log::end))
                .bytes("size", partition -> of(logs, partition, TopicLogs.Log::bytes));
    }

    private Object of(
            TopicLogs logs, TopicPartitionInfo partition, ToLongFunction<TopicLogs.Log> value) {
        TopicLogs.Log log = logs.of(new TopicPartition(topic, partition.partition()));
        return log == null ? Output.Nothing.NOTHING : value.applyAsLong(log);
    }

    private static Object id(@Nullable Node node) {
        return node == null || node.isEmpty() ? Output.Nothing.NOTHING : node.id();
    }

    private static List<Integer> ids(List<Node> nodes) {
        return nodes.stream().map(Node::id).toList();
    }

    private static Table<ConfigEntry> settings() {
        return new Table<ConfigEntry>()
                .column("key", ConfigEntry::name)
                .column(
                        "value",
                        entry -> entry.value() == null ? Output.Nothing.NOTHING : entry.value());
    }
}
