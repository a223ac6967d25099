package dev.reservoir.cli.kafka.groups;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.Connection;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;

import org.apache.kafka.clients.admin.Admin;

import java.time.InstantSource;

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
    public void declare(OptionTable table) {
        connection.declare(table);
        options.declare(table);
        reset.declare(table);
    }

    @Override
    public int run(GivenOptions given, Terminal terminal) {
        GroupsRules.Action action = GroupsRules.check(given, options, terminal);
        connection.bootstrapServer();
        ResetSpec spec =
                action == GroupsRules.Action.RESET_OFFSETS
                        ? reset.spec(InstantSource.system())
                        : null;
        try (Admin admin = connection.admin(terminal)) {
            GroupClient client = new GroupClient(admin, options.timeoutMs);
            return switch (action) {
                case LIST -> new ListGroups(client, terminal).run(options);
                case DESCRIBE -> new DescribeGroups(client, terminal).run(options, given);
                case DELETE -> new DeleteGroups(client, terminal).run(options);
                case DELETE_OFFSETS -> new DeleteOffsets(client, terminal).run(options);
                case RESET_OFFSETS ->
                        new ResetOffsets(client, terminal)
                                .run(options, reset, java.util.Objects.requireNonNull(spec));
            };
        }
    }
}
