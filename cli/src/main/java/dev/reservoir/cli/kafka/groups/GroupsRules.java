package dev.reservoir.cli.kafka.groups;

import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;

/** Which options of {@code kafka-consumer-groups} go together. */
final class GroupsRules {
    enum Action {
        LIST("--list"),
        DESCRIBE("--describe"),
        DELETE("--delete"),
        RESET_OFFSETS("--reset-offsets"),
        DELETE_OFFSETS("--delete-offsets"),
        VALIDATE_REGEX("--validate-regex");

        final String option;

        Action(String option) {
            this.option = option;
        }
    }

    private GroupsRules() {}

    /** The one action that is asked for, after everything around it was checked. */
    static Action check(GivenOptions given, GroupsOptions options, Terminal terminal) {
        Action action = action(given);
        if (action != Action.VALIDATE_REGEX) {
            given.requireAll("--bootstrap-server");
        }
        for (String report : new String[] {"--members", "--offsets", "--verbose"}) {
            given.onlyWith(report, "--describe");
        }
        given.onlyWith("--state", "--describe", "--list");
        given.onlyWith("--type", "--list");
        switch (action) {
            case LIST, VALIDATE_REGEX -> {}
            case DESCRIBE -> {
                requireGroups(given, action);
                if (given.count("--members", "--offsets", "--state") > 1) {
                    throw new UsageException(
                            "Option --describe takes at most one of these options: --members,"
                                    + " --offsets, --state");
                }
                if (options.state != null && !options.state.isEmpty()) {
                    throw new UsageException("Option --describe does not take a value for --state");
                }
            }
            case DELETE -> {
                requireGroups(given, action);
                if (given.has("--topic")) {
                    throw new UsageException(
                            "Option --topic can't be used with option --delete: the offsets of"
                                    + " single topics are deleted by --delete-offsets");
                }
            }
            case RESET_OFFSETS -> reset(given, terminal);
            case DELETE_OFFSETS -> {
                given.requireAll("--group", "--topic");
                if (options.groups.size() > 1) {
                    throw new UsageException(
                            "Option --delete-offsets takes one --group; there are "
                                    + options.groups.size()
                                    + ": "
                                    + String.join(", ", options.groups));
                }
            }
        }
        given.forbid("--group", "--all-groups", "--list");
        given.onlyWith("--topic", "--delete", "--reset-offsets", "--delete-offsets");
        return action;
    }

    private static Action action(GivenOptions given) {
        Action found = null;
        for (Action candidate : Action.values()) {
            if (given.has(candidate.option)) {
                if (found != null) {
                    throw notOneAction();
                }
                found = candidate;
            }
        }
        if (found == null) {
            throw notOneAction();
        }
        return found;
    }

    private static UsageException notOneAction() {
        return new UsageException(
                "Command must include exactly one action:"
                        + " --list, --describe, --delete, --reset-offsets, --delete-offsets or"
                        + " --validate-regex");
    }

    private static void requireGroups(GivenOptions given, Action action) {
        if (given.count("--group", "--all-groups") == 0) {
            throw new UsageException(
                    "Option "
                            + action.option
                            + " takes one of these options: --group, --all-groups");
        }
    }

    private static void reset(GivenOptions given, Terminal terminal) {
        given.forbid("--dry-run", "--execute");
        requireGroups(given, Action.RESET_OFFSETS);
        if (given.count("--all-topics", "--topic", "--from-file") == 0) {
            throw new UsageException(
                    "One of the reset scopes should be defined: --all-topics, --topic.");
        }
        if (given.count("--dry-run", "--execute") == 0) {
            terminal.err()
                    .println(
                            "WARN: No action will be performed as the --execute option is missing."
                                + " In version 5.0, this command will require either --dry-run or"
                                + " --execute to be specified. You should add the --dry-run option"
                                + " explicitly if you are scripting this command and want to keep"
                                + " the current default behavior without prompting.");
        }
    }
}
