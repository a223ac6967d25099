package dev.reservoir.cli.house.topic;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.Example;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Positional;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.house.ClusterCommand;
import dev.reservoir.cli.house.Confirmation;
import dev.reservoir.cli.house.Names;
import dev.reservoir.cli.house.Sizes;
import dev.reservoir.cli.house.Table;
import dev.reservoir.cli.house.TopicLogs;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** {@code reservoir topic delete}. */
final class TopicDelete extends ClusterCommand {
    private final List<String> topics = new ArrayList<>();
    private final Confirmation confirmation = new Confirmation();

    @Override
    public String description() {
        return "Deletes topics with all their records.";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("reservoir topic delete orders", "asks first, at a terminal"),
                new Example("reservoir topic delete orders payments --yes", "does not"));
    }

    @Override
    protected void declareOwn(OptionTable options) {
        options.positional(Positional.some("TOPIC", "The topics.", topics));
        confirmation.declare(options);
    }

    @Override
    protected int run(Admin admin, Terminal terminal) {
        Names.requireTopics(admin, topics);
        if (confirmation.needed(terminal)) {
            Collection<TopicDescription> described =
                    await(admin.describeTopics(topics).allTopicNames()).values();
            TopicLogs logs = TopicLogs.of(admin, described);
            long records = described.stream().mapToLong(logs::records).sum();
            if (!confirmation.given(
                    "Delete "
                            + String.join(", ", topics)
                            + " with "
                            + Sizes.of(records, "record")
                            + "?",
                    terminal)) {
                return 1;
            }
        }
        await(admin.deleteTopics(topics).all());
        Table<String> table = new Table<String>().column("name", topic -> topic);
        output.each(table, topics, topic -> "Deleted topic " + topic + ".", terminal);
        return 0;
    }
}
