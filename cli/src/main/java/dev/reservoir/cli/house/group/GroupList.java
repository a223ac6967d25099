package dev.reservoir.cli.house.group;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.Example;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Positional;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.house.ClusterCommand;
import dev.reservoir.cli.house.Names;
import dev.reservoir.cli.house.Table;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** {@code reservoir group list}. */
public final class GroupList extends ClusterCommand {
    private final List<String> patterns = new ArrayList<>();

    @Override
    public String description() {
        return "Lists groups with their state, members and lag.";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("reservoir group list", ""),
                new Example("reservoir group list 'billing*' -o json", "for a program"));
    }

    @Override
    protected void declareOwn(OptionTable options) {
        options.positional(
                Positional.any(
                        "PATTERN",
                        "Only groups of these names; * and ? stand for any letters.",
                        patterns));
    }

    @Override
    protected int run(Admin admin, Terminal terminal) {
        List<ConsumerGroupDescription> groups = all(admin, patterns);
        if (groups.isEmpty() && output.forPeople()) {
            terminal.err()
                    .println(
                            patterns.isEmpty()
                                    ? "No group has read anything yet."
                                    : "No group matches.");
            return 0;
        }
        GroupLags lags = GroupLags.of(admin, groups);
        output.rows(
                new Table<ConsumerGroupDescription>()
                        .column("group", ConsumerGroupDescription::groupId)
                        .column("state", GroupList::state)
                        .count("members", group -> group.members().size())
                        .column("topics", group -> topics(lags, group))
                        .count("lag", lags::total),
                groups,
                terminal);
        return 0;
    }

    /** The groups of consumers that match, in order of name. */
    public static List<ConsumerGroupDescription> all(Admin admin, List<String> patterns) {
        TreeSet<String> names = new TreeSet<>();
        await(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream()
                .map(GroupListing::groupId)
                .forEach(names::add);
        Collection<String> matching = Names.matching(names, patterns);
        return await(admin.describeConsumerGroups(matching).all()).values().stream()
                .sorted(Comparator.comparing(ConsumerGroupDescription::groupId))
                .toList();
    }

    static String state(ConsumerGroupDescription group) {
        return group.groupState().toString().toLowerCase(Locale.ROOT);
    }

    private static List<String> topics(GroupLags lags, ConsumerGroupDescription group) {
        return lags.of(group).stream().map(place -> place.partition().topic()).distinct().toList();
    }
}
