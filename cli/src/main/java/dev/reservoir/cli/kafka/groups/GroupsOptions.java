package dev.reservoir.cli.kafka.groups;

import dev.reservoir.cli.OptionTable;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The options of {@code kafka-consumer-groups} besides the connection and the ones of a reset. */
final class GroupsOptions {
    boolean list;
    boolean describe;
    boolean delete;
    boolean deleteOffsets;
    boolean resetOffsets;
    List<String> groups = new ArrayList<>();
    boolean allGroups;
    List<String> topics = new ArrayList<>();
    boolean members;
    boolean offsets;
    @Nullable String state;
    @Nullable String type;
    boolean verbose;
    @Nullable String regex;
    long timeoutMs = 30_000;

    /** Adds these options to a command's table. */
    void declare(OptionTable options) {
        options.flag("--list", "List the groups.", () -> list = true);
        options.flag(
                "--describe",
                "Show a group's offsets and lag, its members or its state.",
                () -> describe = true);
        options.flag("--delete", "Delete groups that have no members.", () -> delete = true);
        options.flag(
                "--delete-offsets",
                "Delete a group's offsets of topics that it does not read now.",
                () -> deleteOffsets = true);
        options.flag(
                "--reset-offsets",
                "Move the offsets of groups that have no members.",
                () -> resetOffsets = true);
        options.value(
                "--validate-regex",
                "REGEX",
                "Say whether a broker takes the regular expression as a group's subscription"
                        + " (RE2/J's syntax); needs no broker.",
                value -> regex = value);
        options.values("--group", "GROUP", "The group to act on. Repeatable.", groups);
        options.flag("--all-groups", "Act on every group.", () -> allGroups = true);
        options.values(
                "--topic",
                "TOPIC[:P,P]",
                "With --reset-offsets and --delete-offsets: the topic, or some partitions of"
                        + " it. Repeatable.",
                topics);
        options.flag("--members", "With --describe: the members.", () -> members = true);
        options.flag(
                "--offsets",
                "With --describe: offsets and lag of each partition (the default).",
                () -> offsets = true);
        options.optionalValue(
                "--state",
                "STATES",
                "",
                "With --describe: the state. With --list: show it, or list only groups in these"
                        + " states: stable,empty.",
                value -> state = value);
        options.optionalValue(
                "--type",
                "TYPES",
                "",
                "With --list: show the type, or list only groups of these types:"
                        + " classic,consumer.",
                value -> type = value);
        options.flag(
                "--verbose",
                "With --describe: more columns (epochs, assignments).",
                () -> verbose = true);
        options.number(
                "--timeout",
                "MS",
                "How long to wait for an answer, such as of a group that is rebalancing"
                        + " (30000).",
                value -> timeoutMs = value);
    }
}
