package dev.reservoir.cli.house.group;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.Example;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Positional;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;
import dev.reservoir.cli.house.ClusterCommand;
import dev.reservoir.cli.house.Confirmation;
import dev.reservoir.cli.house.Names;
import dev.reservoir.cli.house.Offsets;
import dev.reservoir.cli.house.Output.Nothing;
import dev.reservoir.cli.house.Table;
import dev.reservoir.cli.house.Times;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** {@code reservoir group reset}. */
final class GroupReset extends ClusterCommand {
    private static final Set<GroupState> WITHOUT_MEMBERS =
            Set.of(GroupState.EMPTY, GroupState.DEAD);

    private final List<String> topics = new ArrayList<>();
    private final Confirmation confirmation = new Confirmation();
    private String group = "";
    private String to = "";
    private String since = "";
    private boolean dryRun;

    /** Where the group was in a partition, and where it will be. */
    private record Move(TopicPartition partition, Object from, long to) {}

    @Override
    public String description() {
        return "Moves a group to another place in its topics, to read again or to skip. Its"
                + " consumers must be stopped.";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("reservoir group reset billing --to beginning", "read all again"),
                new Example("reservoir group reset billing orders --since 1h", "the last hour"),
                new Example(
                        "reservoir group reset billing orders --to end --dry-run", "show only"));
    }

    @Override
    protected void declareOwn(OptionTable options) {
        options.positional(Positional.one("GROUP", "The group.", value -> group = value));
        options.positional(
                Positional.any(
                        "TOPIC", "In these topics; without one, in all that it has read.", topics));
        options.value(
                "--to",
                "beginning|end|OFFSET",
                "The first record, behind the last one, or this offset in each partition.",
                value -> to = value);
        options.value(
                "--since",
                "TIME",
                "The first record since this time: a span before now, or a date or time.",
                value -> since = value);
        options.flag("--dry-run", "Only show what would be done.", () -> dryRun = true);
        confirmation.declare(options);
    }

    @Override
    protected void check(GivenOptions given) {
        if (given.count("--to", "--since") != 1) {
            throw new UsageException("say where to: --to or --since");
        }
        if (given.has("--to") && !to.matches("beginning|end|\\d{1,18}")) {
            throw new UsageException(
                    "'" + to + "' is not a value of --to, which takes beginning, end or an offset");
        }
    }

    @Override
    protected int run(Admin admin, Terminal terminal) {
        OffsetSpec target = target();
        Names.requireTopics(admin, topics);
        if (topics.isEmpty()) {
            Names.requireGroups(admin, List.of(group));
        }
        refuseMembers(admin);
        Map<TopicPartition, OffsetAndMetadata> committed =
                await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        List<Move> moves = moves(admin, partitions(admin, committed), committed, target);
        output.rows(table(), moves, terminal);
        if (moves.isEmpty() || dryRun) {
            return 0;
        }
        terminal.out().flush();
        if (confirmation.needed(terminal)
                && !confirmation.given("Move the group " + group + " there?", terminal)) {
            return 1;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        moves.forEach(move -> offsets.put(move.partition(), new OffsetAndMetadata(move.to())));
        await(admin.alterConsumerGroupOffsets(group, offsets).all());
        return 0;
    }

    private OffsetSpec target() {
        if (!since.isEmpty()) {
            return OffsetSpec.forTimestamp(
                    Times.moment("--since", since, Instant.now()).toEpochMilli());
        }
        return to.equals("beginning") ? OffsetSpec.earliest() : OffsetSpec.latest();
    }

    /** The broker would refuse each partition; this says it once. */
    private void refuseMembers(Admin admin) {
        try {
            ConsumerGroupDescription described =
                    await(admin.describeConsumerGroups(List.of(group)).all()).get(group);
            if (!WITHOUT_MEMBERS.contains(Objects.requireNonNull(described).groupState())) {
                throw new CommandFailure(
                        "The group '"
                                + group
                                + "' has members: stop its consumers first ('reservoir group"
                                + " describe "
                                + group
                                + "' names them)");
            }
        } catch (GroupIdNotFoundException _) {
            // It will be made.
        }
    }

    private List<TopicPartition> partitions(
            Admin admin, Map<TopicPartition, OffsetAndMetadata> committed) {
        if (topics.isEmpty()) {
            return committed.keySet().stream().sorted(GroupLags.ORDER).toList();
        }
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicDescription topic :
                new TreeMap<>(await(admin.describeTopics(topics).allTopicNames())).values()) {
            topic.partitions()
                    .forEach(each ->
                            partitions.add(new TopicPartition(topic.name(), each.partition())));
        }
        return partitions;
    }

    private List<Move> moves(
            Admin admin,
            List<TopicPartition> partitions,
            Map<TopicPartition, OffsetAndMetadata> committed,
            OffsetSpec target) {
        Map<TopicPartition, Long> starts = Offsets.of(admin, partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = Offsets.of(admin, partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> wanted = Offsets.of(admin, partitions, target);
        boolean byNumber = to.matches("\\d+");
        List<Move> moves = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            long start = starts.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, 0L);
            long found = byNumber ? Long.parseLong(to) : wanted.getOrDefault(partition, -1L);
            // No record since that time: the end.
            long place = found < 0 ? end : Math.clamp(found, start, end);
            OffsetAndMetadata now = committed.get(partition);
            moves.add(new Move(partition, now == null ? Nothing.NOTHING : now.offset(), place));
        }
        return moves;
    }

    private static Table<Move> table() {
        return new Table<Move>()
                .column("topic", move -> move.partition().topic())
                .column("partition", move -> move.partition().partition())
                .count("from", Move::from)
                .count("to", Move::to);
    }
}
