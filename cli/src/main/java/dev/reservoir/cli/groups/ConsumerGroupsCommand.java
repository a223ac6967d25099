package dev.reservoir.cli.groups;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.Connection;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.Terminal;

import org.apache.kafka.clients.admin.Admin;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;

import java.time.InstantSource;

/** {@code kafka-consumer-groups}. */
@CommandLine.Command(
        description =
                "Lists and describes consumer groups, deletes them or their offsets, and resets"
                        + " their offsets.")
public final class ConsumerGroupsCommand implements Command {
    @Mixin private Connection connection = new Connection();

    @Mixin private GroupsOptions options = new GroupsOptions();

    @Mixin private ResetOptions reset = new ResetOptions();

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
