package dev.reservoir.cli.kafka.groups;

import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code --list}. */
final class ListGroups {
    private static final Set<GroupState> STATES =
            EnumSet.of(
                    GroupState.PREPARING_REBALANCE,
                    GroupState.COMPLETING_REBALANCE,
                    GroupState.STABLE,
                    GroupState.DEAD,
                    GroupState.EMPTY,
                    GroupState.ASSIGNING,
                    GroupState.RECONCILING);
    private static final Set<GroupType> TYPES = EnumSet.of(GroupType.CLASSIC, GroupType.CONSUMER);

    private final GroupClient client;
    private final Terminal terminal;

    ListGroups(GroupClient client, Terminal terminal) {
        this.client = client;
        this.terminal = terminal;
    }

    void run(GroupsOptions options) {
        List<GroupListing> groups = client.list(states(options.state), types(options.type));
        groups.sort(Comparator.comparing(GroupListing::groupId));
        if (options.state == null && options.type == null) {
            groups.forEach(group -> terminal.out().println(group.groupId()));
        } else {
            table(groups, options).lines().forEach(terminal.out()::println);
        }
    }

    private static TextTable table(List<GroupListing> groups, GroupsOptions options) {
        int widest = groups.stream().mapToInt(group -> group.groupId().length()).max().orElse(0);
        TextTable table = new TextTable().column("GROUP", Math.max(15, widest) + 10);
        if (options.type != null) {
            table.column("TYPE", 20);
        }
        if (options.state != null) {
            table.column("STATE", 20);
        }
        for (GroupListing group : groups) {
            List<String> row = new ArrayList<>(List.of(group.groupId()));
            if (options.type != null) {
                row.add(group.type().orElse(GroupType.UNKNOWN).toString());
            }
            if (options.state != null) {
                row.add(group.groupState().orElse(GroupState.UNKNOWN).toString());
            }
            table.row(row);
        }
        return table;
    }

    static Set<GroupState> states(@Nullable String list) {
        if (list == null || list.isEmpty()) {
            return Set.of();
        }
        Set<GroupState> states =
                Arrays.stream(list.split(",", -1))
                        .map(name -> GroupState.parse(name.trim()))
                        .collect(Collectors.toSet());
        if (!STATES.containsAll(states)) {
            throw new UsageException(
                    "Invalid state list '" + list + "'. Valid states are: " + joined(STATES));
        }
        return states;
    }

    static Set<GroupType> types(@Nullable String list) {
        if (list == null || list.isEmpty()) {
            return Set.of();
        }
        Set<GroupType> types =
                Arrays.stream(list.split(",", -1))
                        .map(name -> GroupType.parse(name.trim()))
                        .collect(Collectors.toSet());
        if (!TYPES.containsAll(types)) {
            throw new UsageException(
                    "Invalid types list '" + list + "'. Valid types are: " + joined(TYPES));
        }
        return types;
    }

    private static String joined(Set<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
