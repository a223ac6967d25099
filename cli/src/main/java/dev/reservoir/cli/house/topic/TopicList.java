package dev.reservoir.cli.house.topic;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.Example;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Positional;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.house.ClusterCommand;
import dev.reservoir.cli.house.Names;
import dev.reservoir.cli.house.Table;
import dev.reservoir.cli.house.TopicLogs;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** {@code reservoir topic list}. */
final class TopicList extends ClusterCommand {
    private final List<String> patterns = new ArrayList<>();
    private boolean internal;

    @Override
    public String description() {
        return "Lists topics with their partitions, records and size.";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("reservoir topic list", "all but the internal ones"),
                new Example("reservoir topic list 'order*' -o json", "for a program"));
    }

    @Override
    protected void declareOwn(OptionTable options) {
        options.positional(
                Positional.any(
                        "PATTERN",
                        "Only topics of these names; * and ? stand for any letters.",
                        patterns));
        options.flag("--internal", "The cluster's own topics, too.", () -> internal = true);
    }

    @Override
    protected int run(Admin admin, Terminal terminal) {
        Set<String> names = Names.matching(Names.topics(admin, internal), patterns);
        List<TopicDescription> topics =
                await(admin.describeTopics(names).allTopicNames()).values().stream()
                        .sorted(Comparator.comparing(TopicDescription::name))
                        .toList();
        TopicLogs logs = TopicLogs.of(admin, topics);
        Table<TopicDescription> table =
                new Table<TopicDescription>()
                        .column("name", TopicDescription::name)
                        .count("partitions", topic -> topic.partitions().size())
                        .count("replicas", TopicList::replicas)
                        .count("records", logs::records)
                        .bytes("size", logs::bytes);
        if (topics.isEmpty() && output.forPeople()) {
            terminal.err()
                    .println(
                            patterns.isEmpty()
                                    ? "No topics yet. To make one: reservoir topic create NAME"
                                    : "No topic matches.");
            return 0;
        }
        output.rows(table, topics, terminal);
        return 0;
    }

    /** Of the first partition; they differ only while somebody moves them. */
    static int replicas(TopicDescription topic) {
        return topic.partitions().isEmpty() ? 0 : topic.partitions().getFirst().replicas().size();
    }
}
