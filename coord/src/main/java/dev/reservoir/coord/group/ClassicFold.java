package dev.reservoir.coord.group;

import dev.reservoir.coord.group.GroupEvent.ClassicEvent;
import dev.reservoir.coord.group.GroupEvent.GenerationStarted;
import dev.reservoir.coord.group.GroupEvent.GroupForgotten;
import dev.reservoir.coord.group.GroupEvent.GroupSaved;
import dev.reservoir.coord.group.GroupEvent.LeaderElected;
import dev.reservoir.coord.group.GroupEvent.MemberExpected;
import dev.reservoir.coord.group.GroupEvent.MemberJoined;
import dev.reservoir.coord.group.GroupEvent.MemberReplaced;
import dev.reservoir.coord.group.GroupEvent.MemberUpdated;
import dev.reservoir.coord.group.GroupEvent.MembersRemoved;
import dev.reservoir.coord.group.GroupEvent.RebalanceStarted;
import dev.reservoir.coord.group.GroupEvent.SyncReceived;
import dev.reservoir.coord.group.GroupEvent.WaitExtended;
import dev.reservoir.coord.group.Member.Timeouts;
import dev.reservoir.coord.group.Member.Waiting;
import dev.reservoir.coord.record.Blob;
import dev.reservoir.coord.record.GroupValue;
import dev.reservoir.coord.record.MemberValue;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The next state of a classic group after an event: the only writer of that state. Sets keep their
 * order, so that one seed gives one trace.
 */
final class ClassicFold {
    private ClassicFold() {}

    /**
     * @param before null for a group that is not there
     * @return null when the group is gone
     */
    static @Nullable ClassicGroup apply(@Nullable ClassicGroup before, ClassicEvent event) {
        ClassicGroup group = before == null ? ClassicGroup.simple(event.groupId()) : before;
        return switch (event) {
            case GroupSaved saved -> saved(group, saved.value());
            case GroupForgotten _ -> null;
            case MemberExpected(String _, String id) ->
                    with(group, group.members(), plus(group.pending(), id), group.unsynced());
            case MemberJoined joined -> joined(group, joined);
            case MemberUpdated(String _, Member member) ->
                    with(group, group.members().with(member), group.pending(), group.unsynced());
            case MemberReplaced replaced -> replaced(group, replaced);
            case MembersRemoved(String _, Set<String> ids) -> removed(group, ids);
            case RebalanceStarted started -> rebalancing(group, started);
            case WaitExtended(String _, Stage.Initial initial) -> waiting(group, initial);
            case LeaderElected(String _, String id) -> with(group, group.generation().ledBy(id));
            case GenerationStarted started -> generation(group, started);
            case SyncReceived(String _, String id, long ticket) -> synced(group, id, ticket);
        };
    }

    /** Keeps of a living group what the record does not hold: what else its members offer. */
    private static ClassicGroup saved(ClassicGroup group, GroupValue value) {
        Members members =
                Members.of(
                        value.members().stream()
                                .map(m -> saved(m, value, group.members().get(m.memberId())))
                                .toList());
        Set<String> unsynced = new LinkedHashSet<>(group.unsynced());
        unsynced.retainAll(members.ids());
        return new ClassicGroup(
                group.id(),
                new Stage(members.isEmpty() ? Phase.EMPTY : Phase.STABLE, value.since(), null),
                new Generation(
                        value.generation(),
                        value.protocolType().isEmpty() ? null : value.protocolType(),
                        value.protocol(),
                        value.leader()),
                members,
                group.pending(),
                Collections.unmodifiableSet(unsynced));
    }

    private static Member saved(MemberValue value, GroupValue in, @Nullable Member living) {
        int rebalanceMs =
                value.rebalanceTimeoutMs() == -1
                        ? value.sessionTimeoutMs()
                        : value.rebalanceTimeoutMs();
        return new Member(
                value.memberId(),
                value.client(),
                new Timeouts(value.sessionTimeoutMs(), rebalanceMs),
                offered(value, in.protocol(), living),
                value.assignment(),
                Waiting.NOT);
    }

    /** All that a living member offers, when that is what the record was made of. */
    private static List<Protocol> offered(
            MemberValue value, @Nullable String protocol, @Nullable Member living) {
        if (protocol == null) {
            return List.of();
        }
        Protocol saved = new Protocol(protocol, value.subscription());
        return living != null && living.protocols().contains(saved)
                ? living.protocols()
                : List.of(saved);
    }

    private static ClassicGroup joined(ClassicGroup group, MemberJoined event) {
        Member member = event.member();
        Generation generation = group.generation();
        if (group.members().isEmpty()) {
            generation = generation.ofType(event.protocolType());
        }
        if (generation.leader() == null) {
            generation = generation.ledBy(member.id());
        }
        Stage.Initial initial = group.stage().initial();
        Stage stage =
                initial == null
                        ? group.stage()
                        : new Stage(
                                group.phase(),
                                group.stage().since(),
                                new Stage.Initial(initial.delayMs(), initial.remainingMs(), true));
        return new ClassicGroup(
                group.id(),
                stage,
                generation,
                group.members().with(member),
                minus(group.pending(), Set.of(member.id())),
                group.unsynced());
    }

    private static ClassicGroup replaced(ClassicGroup group, MemberReplaced event) {
        Member member = event.member();
        Set<String> unsynced = group.unsynced();
        if (unsynced.contains(event.oldId())) {
            unsynced = plus(minus(unsynced, Set.of(event.oldId())), member.id());
        }
        ClassicGroup next =
                with(
                        group,
                        group.members().replaced(event.oldId(), member),
                        group.pending(),
                        unsynced);
        return group.isLeader(event.oldId())
                ? with(next, next.generation().ledBy(member.id()))
                : next;
    }

    private static ClassicGroup removed(ClassicGroup group, Set<String> ids) {
        Members left = group.members().without(ids);
        ClassicGroup next =
                with(group, left, minus(group.pending(), ids), minus(group.unsynced(), ids));
        String leader = group.generation().leader();
        if (leader == null || !ids.contains(leader)) {
            return next;
        }
        String heir = left.isEmpty() ? null : left.all().iterator().next().id();
        return with(next, next.generation().ledBy(heir));
    }

    private static ClassicGroup rebalancing(ClassicGroup group, RebalanceStarted event) {
        boolean reset = group.is(Phase.COMPLETING_REBALANCE);
        return new ClassicGroup(
                group.id(),
                new Stage(Phase.PREPARING_REBALANCE, event.at(), event.initial()),
                group.generation(),
                group.members().mapped(member -> stopSyncing(member, reset)),
                group.pending(),
                Set.of());
    }

    private static Member stopSyncing(Member member, boolean reset) {
        Waiting waiting = member.waiting();
        Member next = member.with(new Waiting(waiting.join(), 0, waiting.fresh()));
        return reset ? next.with(Blob.EMPTY) : next;
    }

    private static ClassicGroup waiting(ClassicGroup group, Stage.Initial initial) {
        return new ClassicGroup(
                group.id(),
                new Stage(group.phase(), group.stage().since(), initial),
                group.generation(),
                group.members(),
                group.pending(),
                group.unsynced());
    }

    private static ClassicGroup generation(ClassicGroup group, GenerationStarted event) {
        Generation last = group.generation();
        return new ClassicGroup(
                group.id(),
                new Stage(Phase.COMPLETING_REBALANCE, event.at(), null),
                new Generation(
                        last.number() + 1, last.protocolType(), event.protocol(), last.leader()),
                group.members().mapped(member -> member.with(Waiting.NOT)),
                group.pending(),
                group.members().ids());
    }

    private static ClassicGroup synced(ClassicGroup group, String id, long ticket) {
        Member member = group.members().get(id);
        Members members =
                member == null
                        ? group.members()
                        : group.members().with(member.with(new Waiting(0, ticket, false)));
        return with(group, members, group.pending(), minus(group.unsynced(), Set.of(id)));
    }

    private static ClassicGroup with(
            ClassicGroup group, Members members, Set<String> pending, Set<String> unsynced) {
        return new ClassicGroup(
                group.id(), group.stage(), group.generation(), members, pending, unsynced);
    }

    private static ClassicGroup with(ClassicGroup group, Generation generation) {
        return new ClassicGroup(
                group.id(),
                group.stage(),
                generation,
                group.members(),
                group.pending(),
                group.unsynced());
    }

    private static Set<String> plus(Set<String> set, String id) {
        Set<String> copy = new LinkedHashSet<>(set);
        copy.add(id);
        return Collections.unmodifiableSet(copy);
    }

    private static Set<String> minus(Set<String> set, Set<String> ids) {
        if (set.isEmpty()) {
            return set;
        }
        Set<String> copy = new LinkedHashSet<>(set);
        copy.removeAll(ids);
        return Collections.unmodifiableSet(copy);
    }
}
