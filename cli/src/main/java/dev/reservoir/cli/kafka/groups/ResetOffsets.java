package dev.reservoir.cli.kafka.groups;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.KeyValues;
import dev.reservoir.cli.Terminal;

import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code --reset-offsets}: plans new offsets for groups without members, and commits them with
 * {@code --execute}.
 */
final class ResetOffsets {
    private final GroupClient client;
    private final Terminal terminal;

    ResetOffsets(GroupClient client, Terminal terminal) {
        this.client = client;
        this.terminal = terminal;
    }

    void run(GroupsOptions options, ResetOptions reset, ResetSpec spec) {
        NewOffsets offsets = new NewOffsets(client, terminal);
        Map<String, Map<TopicPartition, Long>> file = file(spec, options);
        ResetPlan plan = new ResetPlan();
        Map<String, KafkaFuture<ConsumerGroupDescription>> answers =
                new TreeMap<>(client.describe(client.selected(options)));
        for (Map.Entry<String, KafkaFuture<ConsumerGroupDescription>> answer : answers.entrySet()) {
            String group = answer.getKey();
            GroupState state = state(answer.getValue());
            Map<TopicPartition, Long> fromFile = file.getOrDefault(group, Map.of());
            if (state != GroupState.EMPTY && state != GroupState.DEAD) {
                terminal.out()
                        .println(
                                "\nError: Assignments can only be reset if the group '"
                                        + group
                                        + "' is inactive, but the current state is "
                                        + state
                                        + ".");
            } else if (spec instanceof ResetSpec.FromFile && fromFile.isEmpty()) {
                terminal.out().println("\nError: No reset plan for group " + group + " found");
            } else {
                Collection<TopicPartition> scope =
                        spec instanceof ResetSpec.FromFile
                                ? fromFile.keySet()
                                : scope(group, options, reset);
                client.requireLeaders(scope);
                plan.put(
                        group,
                        commit(group, offsets.plan(group, scope, spec, fromFile), reset.execute));
            }
        }
        print(plan, options, reset);
    }

    /** A group that is not there yet can be given offsets. */
    private static GroupState state(KafkaFuture<ConsumerGroupDescription> answer) {
        try {
            return await(answer).groupState();
        } catch (GroupIdNotFoundException _) {
            return GroupState.DEAD;
        }
    }

    private Map<TopicPartition, Long> commit(
            String group, Map<TopicPartition, Long> offsets, boolean execute) {
        if (execute && !offsets.isEmpty()) {
            Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
            offsets.forEach(
                    (partition, offset) -> commits.put(partition, new OffsetAndMetadata(offset)));
            client.alter(group, commits);
        }
        return offsets;
    }

    private Set<TopicPartition> scope(String group, GroupsOptions options, ResetOptions reset) {
        if (reset.allTopics) {
            return client.committed(group).keySet();
        }
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        for (String text : options.topics) {
            TopicArgument argument = TopicArgument.parse(text);
            partitions.addAll(argument.partitions());
            if (argument.wholeTopic()) {
                client.topics(List.of(text))
                        .forEach((topic, description) ->
                                await(description)
                                        .partitions()
                                        .forEach(partition ->
                                                partitions.add(
                                                        new TopicPartition(
                                                                topic, partition.partition()))));
            }
        }
        return partitions;
    }

    private static Map<String, Map<TopicPartition, Long>> file(
            ResetSpec spec, GroupsOptions options) {
        if (!(spec instanceof ResetSpec.FromFile(String file))) {
            return Map.of();
        }
        String onlyGroup = options.groups.size() == 1 ? options.groups.getFirst() : "";
        try {
            return Csv.parse(Files.readAllLines(Path.of(file)), onlyGroup);
        } catch (IOException e) {
            throw new CommandFailure(
                    "Cannot read --from-file " + file + ": " + KeyValues.reason(e), e);
        }
    }

    private void print(ResetPlan plan, GroupsOptions options, ResetOptions reset) {
        if (reset.export) {
            terminal.out().println(plan.csv(options.groups.size() != 1));
        } else {
            terminal.out().println();
            plan.table().lines().forEach(terminal.out()::println);
        }
    }
}
