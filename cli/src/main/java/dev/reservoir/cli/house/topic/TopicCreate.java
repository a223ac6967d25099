package dev.reservoir.cli.house.topic;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.Example;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Positional;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;
import dev.reservoir.cli.house.ClusterCommand;
import dev.reservoir.cli.house.Sizes;
import dev.reservoir.cli.house.Table;
import dev.reservoir.cli.house.Times;
import dev.reservoir.cli.house.config.Assignments;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code reservoir topic create}. */
final class TopicCreate extends ClusterCommand {
    private final List<String> names = new ArrayList<>();
    private final List<String> configs = new ArrayList<>();
    private Optional<Integer> partitions = Optional.empty();
    private Optional<Short> replicas = Optional.empty();
    private boolean unlessThere;

    @Override
    public String description() {
        return "Creates topics.";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("reservoir topic create orders", "with the broker's defaults"),
                new Example("reservoir topic create orders --partitions 3 --retention 7d", ""),
                new Example("reservoir topic create orders --config max.message.bytes=2MB", ""));
    }

    @Override
    protected void declareOwn(OptionTable options) {
        options.positional(Positional.some("NAME", "What the topics are called.", names));
        options.integer(
                "--partitions, -p",
                "N",
                "How many partitions (default: the broker's num.partitions).",
                value -> partitions = Optional.of(value));
        options.integer(
                "--replicas",
                "N",
                "How many copies (default: the broker's default.replication.factor).",
                value -> replicas = Optional.of(copies(value)));
        options.value(
                "--retention",
                "SPAN",
                "How long records are kept, for example 12h or 7d; the same as --config"
                        + " retention.ms=SPAN.",
                value ->
                        configs.add("retention.ms=" + Times.span("--retention", value).toMillis()));
        options.values(
                "--config, -c",
                "KEY=VALUE",
                "A topic setting under Kafka's name; spans (7d) and sizes (1GB) are understood."
                        + " Repeatable.",
                configs);
        options.flag(
                "--if-not-exists", "Leave alone a topic that is there.", () -> unlessThere = true);
    }

    private static short copies(int number) {
        if (number < 1 || number > Short.MAX_VALUE) {
            throw new UsageException(
                    "--replicas needs a number from 1 to " + Short.MAX_VALUE + ", not " + number);
        }
        return (short) number;
    }

    @Override
    protected int run(Admin admin, Terminal terminal) {
        if (partitions.isPresent() && partitions.get() < 1) {
            throw new UsageException(
                    "--partitions needs a number above 0, not " + partitions.get());
        }
        Map<String, String> settings = Assignments.parse(configs);
        List<NewTopic> topics =
                names.stream()
                        .map(name -> new NewTopic(name, partitions, replicas).configs(settings))
                        .toList();
        CreateTopicsResult created = admin.createTopics(topics);
        List<String> made = new ArrayList<>();
        RuntimeException failure = null;
        for (String name : names) {
            try {
                await(created.topicId(name));
                made.add(name);
            } catch (TopicExistsException e) {
                if (unlessThere) {
                    terminal.err().println("The topic " + name + " was there already.");
                } else {
                    failure = failure == null ? there(name, e) : failure;
                }
            } catch (KafkaException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null && made.isEmpty()) {
            throw failure;
        }
        Table<String> table =
                new Table<String>()
                        .column("name", name -> name)
                        .column("partitions", name -> await(created.numPartitions(name)));
        output.each(table, made, name -> sentence(name, created), terminal);
        if (failure != null) {
            throw failure;
        }
        return 0;
    }

    private static CommandFailure there(String name, TopicExistsException e) {
        return new CommandFailure(
                "The topic '%s' exists already; 'reservoir topic describe %s' shows it"
                        .formatted(name, name),
                e);
    }

    private static String sentence(String name, CreateTopicsResult created) {
        int count = await(created.numPartitions(name));
        return "Created topic " + name + " with " + Sizes.of(count, "partition") + ".";
    }
}
