package dev.reservoir.cli.house.topic;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.Example;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Positional;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.house.ClusterCommand;
import dev.reservoir.cli.house.Names;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;

import java.util.List;
import java.util.Map;

/** {@code reservoir topic grow}. */
final class TopicGrow extends ClusterCommand {
    private String topic = "";
    private int partitions;

    @Override
    public String description() {
        return "Gives a topic more partitions. Keys move: records of one key may be in two"
                + " partitions afterwards.";
    }

    @Override
    public List<Example> examples() {
        return List.of(new Example("reservoir topic grow orders --partitions 6", ""));
    }

    @Override
    protected void declareOwn(OptionTable options) {
        options.positional(Positional.one("TOPIC", "The topic.", value -> topic = value));
        options.integer(
                "--partitions, -p", "N", "How many it shall have in all.", n -> partitions = n);
        options.require("--partitions");
    }

    @Override
    protected int run(Admin admin, Terminal terminal) {
        Names.requireTopics(admin, List.of(topic));
        await(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all());
        output.done(
                "Topic " + topic + " has " + partitions + " partitions now.",
                Map.of("name", topic, "partitions", partitions),
                terminal);
        return 0;
    }
}
