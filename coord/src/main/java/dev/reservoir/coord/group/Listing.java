package dev.reservoir.coord.group;

import dev.reservoir.coord.group.GroupCommand.ListAll;
import dev.reservoir.coord.group.ListResult.Listed;
import dev.reservoir.coord.record.Blob;
import dev.reservoir.coord.record.MemberValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Groups as administrators see them. */
final class Listing {
    private static final String TYPE = "classic";

    private Listing() {}

    static ListResult list(GroupState state, ListAll command) {
        List<Listed> listed = new ArrayList<>();
        boolean ofType = command.types().isEmpty() || command.types().contains(TYPE);
        for (ClassicGroup group : state.groups()) {
            String title = group.phase().title();
            boolean inState =
                    command.states().isEmpty()
                            || command.states().contains(title.toLowerCase(Locale.ROOT));
            if (ofType && inState) {
                listed.add(new Listed(group.id(), type(group), title, TYPE));
            }
        }
        return new ListResult(GroupError.NONE, listed);
    }

    static DescribeResult describe(@Nullable ClassicGroup group) {
        if (group == null) {
            return DescribeResult.dead();
        }
        boolean stable = group.is(Phase.STABLE);
        String protocol = group.generation().protocol();
        return new DescribeResult(
                GroupError.NONE,
                group.phase().title(),
                type(group),
                stable && protocol != null ? protocol : "",
                group.members().all().stream().map(m -> describe(m, group, stable)).toList());
    }

    private static MemberValue describe(Member member, ClassicGroup group, boolean stable) {
        Blob metadata = stable ? member.metadata(group.generation().protocol()) : null;
        return new MemberValue(
                member.id(),
                member.client(),
                member.timeouts().rebalanceMs(),
                member.timeouts().sessionMs(),
                metadata == null ? Blob.EMPTY : metadata,
                member.assignment());
    }

    private static String type(ClassicGroup group) {
        String type = group.generation().protocolType();
        return type == null ? "" : type;
    }
}
