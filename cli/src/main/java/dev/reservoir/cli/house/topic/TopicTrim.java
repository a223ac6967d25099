package dev.reservoir.cli.house.topic;

import static dev.reservoir.cli.Answers.await;

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
import dev.reservoir.cli.house.Sizes;
import dev.reservoir.cli.house.Table;
import dev.reservoir.cli.house.Times;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code reservoir topic trim}. */
final class TopicTrim extends ClusterCommand {
    private final Confirmation confirmation = new Confirmation();
    private String topic = "";
    private String before = "";
    private boolean all;

    /** What goes from one partition. */
    private record Cut(TopicPartition partition, long start, long to) {
        private long records() {
            return Math.max(0, to - start);
        }
    }

    @Override
    public String description() {
        return "Removes a topic's oldest records for good.";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("reservoir topic trim orders --before 7d", "what is older than a week"),
                new Example("reservoir topic trim orders --before 2026-01-31", "what is older"),
                new Example("reservoir topic trim orders --all", "every record; the topic stays"));
    }

    @Override
    protected void declareOwn(OptionTable options) {
        options.positional(Positional.one("TOPIC", "The topic.", value -> topic = value));
        options.value(
                "--before",
                "TIME",
                "Records older than this: a span before now, or a date or time.",
                value -> before = value);
        options.flag("--all", "All records.", () -> all = true);
        confirmation.declare(options);
    }

    @Override
    protected void check(GivenOptions given) {
        if (given.count("--before", "--all") != 1) {
            throw new UsageException("say what goes: --before TIME or --all");
        }
    }

    @Override
    protected int run(Admin admin, Terminal terminal) {
        OffsetSpec to = all ? OffsetSpec.latest() : younger(Instant.now());
        Names.requireTopics(admin, List.of(topic));
        List<Cut> cuts = cuts(admin, to);
        long records = cuts.stream().mapToLong(Cut::records).sum();
        if (records > 0
                && confirmation.needed(terminal)
                && !confirmation.given(
                        "Remove " + Sizes.of(records, "record") + " from " + topic + "?",
                        terminal)) {
            return 1;
        }
        Map<TopicPartition, RecordsToDelete> asked = new HashMap<>();
        cuts.stream()
                .filter(cut -> cut.records() > 0)
                .forEach(cut -> asked.put(cut.partition(), RecordsToDelete.beforeOffset(cut.to())));
        await(admin.deleteRecords(asked).all());
        output.rows(table(), cuts, terminal);
        return 0;
    }

    /** The first record that stays. Whoever names a time that is to come has mistyped it. */
    private OffsetSpec younger(Instant now) {
        Instant moment = Times.moment("--before", before, now);
        if (moment.isAfter(now)) {
            throw new UsageException(
                    "--before "
                            + before
                            + " is "
                            + Times.text(moment)
                            + ", which is to come: every record is older; --all removes them");
        }
        return OffsetSpec.forTimestamp(moment.toEpochMilli());
    }

    private List<Cut> cuts(Admin admin, OffsetSpec to) {
        TopicDescription described =
                Objects.requireNonNull(
                        await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic));
        List<TopicPartition> partitions =
                described.partitions().stream()
                        .map(each -> new TopicPartition(topic, each.partition()))
                        .toList();
        Map<TopicPartition, Long> starts = Offsets.of(admin, partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = Offsets.of(admin, partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> limits = Offsets.of(admin, partitions, to);
        return partitions.stream()
                .map(each ->
                        new Cut(
                                each,
                                starts.getOrDefault(each, 0L),
                                // No record is younger: all of them go.
                                limits.getOrDefault(each, -1L) < 0
                                        ? ends.getOrDefault(each, 0L)
                                        : limits.getOrDefault(each, 0L)))
                .sorted(Comparator.comparingInt(cut -> cut.partition().partition()))
                .toList();
    }

    private static Table<Cut> table() {
        return new Table<Cut>()
                .column("partition", cut -> cut.partition().partition())
                .count("removed", Cut::records)
                .count("firstOffset", cut -> Math.max(cut.start(), cut.to()));
    }
}
