package dev.reservoir.cli.groups;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/** The options of {@code kafka-consumer-groups} besides the connection and the ones of a reset. */
final class GroupsOptions {
    @Option(names = "--list", description = "List the groups.")
    boolean list;

    @Option(
            names = "--describe",
            description = "Show a group's offsets and lag, its members or its state.")
    boolean describe;

    @Option(names = "--delete", description = "Delete groups that have no members.")
    boolean delete;

    @Option(
            names = "--delete-offsets",
            description = "Delete a group's offsets of topics that it does not read now.")
    boolean deleteOffsets;

    @Option(
            names = "--reset-offsets",
            description = "Move the offsets of groups that have no members.")
    boolean resetOffsets;

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            description = "The group to act on. Repeatable.")
    List<String> groups = new ArrayList<>();

    @Option(names = "--all-groups", description = "Act on every group.")
    boolean allGroups;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC[:P,P]",
            description =
                    "With --reset-offsets and --delete-offsets: the topic, or some partitions of"
                            + " it. Repeatable.")
    List<String> topics = new ArrayList<>();

    @Option(names = "--members", description = "With --describe: the members.")
    boolean members;

    @Option(
            names = "--offsets",
            description = "With --describe: offsets and lag of each partition (the default).")
    boolean offsets;

    @Option(
            names = "--state",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "STATES",
            description =
                    "With --describe: the state. With --list: show it, or list only groups in these"
                            + " states: stable,empty.")
    @Nullable String state;

    @Option(
            names = "--type",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "TYPES",
            description =
                    "With --list: show the type, or list only groups of these types:"
                            + " classic,consumer.")
    @Nullable String type;

    @Option(
            names = "--verbose",
            description = "With --describe: more columns (epochs, assignments).")
    boolean verbose;

    @Option(
            names = "--timeout",
            paramLabel = "MS",
            description =
                    "How long to wait for an answer, such as of a group that is rebalancing"
                            + " (30000).")
    long timeoutMs = 30_000;
}
