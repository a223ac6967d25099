package dev.reservoir.cli.house.group;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.Example;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Positional;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.house.ClusterCommand;
import dev.reservoir.cli.house.Names;
import dev.reservoir.cli.house.Output.Nothing;
import dev.reservoir.cli.house.Sheet;
import dev.reservoir.cli.house.Sizes;
import dev.reservoir.cli.house.Table;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.Node;
import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** {@code reservoir group describe}. */
final class GroupDescribe extends ClusterCommand {
    private String group = "";

    @Override
    public String description() {
        return "Shows a group: its members, and how far it is in each partition.";
    }

    @Override
    public List<Example> examples() {
        return List.of(new Example("reservoir group describe billing", ""));
    }

    @Override
    protected void declareOwn(OptionTable options) {
        options.positional(Positional.one("GROUP", "The group.", value -> group = value));
    }

    @Override
    protected int run(Admin admin, Terminal terminal) {
        Names.requireGroups(admin, List.of(group));
        ConsumerGroupDescription described =
                Objects.requireNonNull(
                        await(admin.describeConsumerGroups(List.of(group)).all()).get(group));
        GroupLags lags = GroupLags.of(admin, List.of(described));
        long lag = lags.total(described);
        List<MemberDescription> members =
                described.members().stream()
                        .sorted(Comparator.comparing(MemberDescription::consumerId))
                        .toList();
        Sheet sheet =
                new Sheet()
                        .value("group", "Group", group)
                        .value("state", "State", GroupList.state(described))
                        .value("lag", "Lag", lag, Sizes.of(lag, "record"))
                        .value("assignor", "Assignor", or(described.partitionAssignor()))
                        .value("coordinator", "Coordinator", coordinator(described))
                        .part("members", "Members", members(), members)
                        .part("partitions", "Partitions", places(), lags.of(described));
        output.sheet(sheet, terminal);
        return 0;
    }

    private static Object or(@Nullable String text) {
        return text == null || text.isEmpty() ? Nothing.NOTHING : text;
    }

    private static Object or(@Nullable Long number) {
        return number == null ? Nothing.NOTHING : number;
    }

    private static Object coordinator(ConsumerGroupDescription group) {
        Node node = group.coordinator();
        return node == null || node.isEmpty() ? Nothing.NOTHING : node.host() + ":" + node.port();
    }

    private static Table<MemberDescription> members() {
        return new Table<MemberDescription>()
                .column("client", MemberDescription::clientId)
                .column("host", member -> member.host().replaceFirst("^/", ""))
                .column("partitions", member -> member.assignment().topicPartitions().size())
                .column("member", MemberDescription::consumerId);
    }

    private static Table<GroupLags.Place> places() {
        return new Table<GroupLags.Place>()
                .column("topic", place -> place.partition().topic())
                .column("partition", place -> place.partition().partition())
                .count("committed", place -> or(place.committed()))
                .count("end", place -> or(place.end()))
                .count("lag", place -> or(place.lag()))
                .column("client", place -> client(place.member()));
    }

    private static Object client(@Nullable MemberDescription member) {
        return member == null ? Nothing.NOTHING : member.clientId();
    }
}
