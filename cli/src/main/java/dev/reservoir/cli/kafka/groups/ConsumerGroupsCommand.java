package dev.reservoir.cli.kafka.groups;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.Connection;
import dev.reservoir.cli.FailureLine;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;

import org.apache.kafka.clients.admin.Admin;

import java.time.InstantSource;
import java.util.Objects;

/** {@code kafka-consumer-groups}. */
public final class ConsumerGroupsCommand implements Command {
    private final Connection connection = new Connection();
    private final GroupsOptions options = new GroupsOptions();
    private final ResetOptions reset = new ResetOptions();

    @Override
    public String description() {
        return "Lists and describes consumer groups, deletes them or their offsets, and resets"
                + " their offsets.";
    }

    @Override
    public FailureLine failureLine() {
        return new FailureLine("\nError: Executing consumer group command failed due to ", 0);
    }

    @Override
    public void declare(OptionTable table) {
        connection.declare(table);
        options.declare(table);
        reset.declare(table);
    }

    @Override
    public int run(GivenOptions given, Terminal terminal) {
        GroupsRules.Action action = GroupsRules.check(given, options, terminal);
        if (action == GroupsRules.Action.VALIDATE_REGEX) {
            validate(Objects.requireNonNull(options.regex), terminal);
            return 0;
        }
        connection.bootstrapServer();
        ResetSpec spec =
                action == GroupsRules.Action.RESET_OFFSETS
                        ? reset.spec(InstantSource.system())
                        : null;
        try (Admin admin = connection.admin(terminal)) {
            GroupClient client = new GroupClient(admin, options.timeoutMs);
            switch (action) {
                case LIST -> new ListGroups(client, terminal).run(options);
                case DESCRIBE -> new DescribeGroups(client, terminal).run(options, given);
                case DELETE -> new DeleteGroups(client, terminal).run(options);
                case DELETE_OFFSETS -> new DeleteOffsets(client, terminal).run(options);
                case RESET_OFFSETS ->
                        new ResetOffsets(client, terminal)
                                .run(options, reset, Objects.requireNonNull(spec));
                case VALIDATE_REGEX -> {}
            }
        }
        return 0;
    }

    /** A broker reads the expression of a group's subscription as RE2/J does (KIP-848). */
    private static void validate(String regex, Terminal terminal) {
        String verdict = "valid.";
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            verdict = "invalid: " + e.getDescription() + ".";
        }
        terminal.out().println("The regular expression `" + regex + "` is " + verdict);
    }
}
