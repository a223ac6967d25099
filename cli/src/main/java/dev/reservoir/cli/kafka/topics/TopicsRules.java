package dev.reservoir.cli.kafka.topics;

import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;

/** Which options of {@code kafka-topics} go together. */
final class TopicsRules {
    enum Action {
        LIST("--list"),
        CREATE("--create"),
        DESCRIBE("--describe"),
        ALTER("--alter"),
        DELETE("--delete");

        final String option;

        Action(String option) {
            this.option = option;
        }
    }

    private static final String[] REPORTS = {
        "--under-replicated-partitions",
        "--under-min-isr-partitions",
        "--at-min-isr-partitions",
        "--unavailable-partitions"
    };

    private TopicsRules() {}

    /** The one action that is asked for. */
    static Action action(GivenOptions given) {
        Action action = null;
        for (Action candidate : Action.values()) {
            if (given.has(candidate.option)) {
                if (action != null) {
                    throw notOneAction();
                }
                action = candidate;
            }
        }
        if (action == null) {
            throw notOneAction();
        }
        return action;
    }

    private static UsageException notOneAction() {
        return new UsageException(
                "Command must include exactly one action: --list, --describe, --create, --alter or"
                        + " --delete");
    }

    static void check(GivenOptions given, Terminal terminal) {
        Action action = action(given);
        if (given.has("--delete-config")) {
            terminal.err()
                    .println(
                            "delete-config option is no longer supported and deprecated since"
                                    + " version 4.0. The config will be fully removed in future"
                                    + " releases.");
        }
        given.requireAll("--bootstrap-server");
        required(given, action, terminal);
        given.onlyWith("--config", "--create", "--alter");
        given.onlyWith("--partitions", "--create", "--alter");
        given.onlyWith("--replication-factor", "--create");
        given.onlyWith("--replica-assignment", "--create", "--alter");
        if (action == Action.CREATE) {
            given.forbid("--replica-assignment", "--partitions", "--replication-factor");
        }
        for (String report : REPORTS) {
            given.onlyWith(report, "--describe");
            given.forbid(report, "--topics-with-overrides");
        }
        given.onlyWith("--topics-with-overrides", "--describe");
        given.onlyWith("--if-exists", "--alter", "--delete", "--describe");
        given.onlyWith("--if-not-exists", "--create");
        given.onlyWith("--exclude-internal", "--list", "--describe");
    }

    private static void required(GivenOptions given, Action action, Terminal terminal) {
        switch (action) {
            case LIST -> {}
            case CREATE, DELETE -> given.requireAll("--topic");
            case ALTER -> {
                given.requireAll("--topic");
                if (given.has("--config")) {
                    throw new UsageException(
                            "Option --config can't be used with option --alter: the configs of a"
                                    + " topic that exists are altered by the kafka-configs tool");
                }
                given.requireAll("--partitions");
            }
            case DESCRIBE -> {
                if (given.has("--if-exists") && given.count("--topic", "--topic-id") == 0) {
                    throw new UsageException(
                            "--topic or --topic-id is required to describe a topic with"
                                    + " --if-exists");
                }
                if (given.has("--topic") && given.has("--topic-id")) {
                    terminal.err().println("--topic is not looked at, because --topic-id is given");
                }
            }
        }
    }
}
