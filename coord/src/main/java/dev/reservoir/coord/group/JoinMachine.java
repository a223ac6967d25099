package dev.reservoir.coord.group;

import dev.reservoir.coord.group.GroupCommand.Join;
import dev.reservoir.coord.group.GroupEvent.GroupSaved;
import dev.reservoir.coord.group.GroupEvent.MemberExpected;
import dev.reservoir.coord.group.GroupEvent.MemberJoined;
import dev.reservoir.coord.group.GroupEvent.MemberReplaced;
import dev.reservoir.coord.group.GroupEvent.MemberUpdated;
import dev.reservoir.coord.group.Member.Waiting;
import dev.reservoir.coord.record.Blob;
import dev.reservoir.coord.record.GroupValue;
import dev.reservoir.coord.runner.Decision;
import dev.reservoir.coord.runner.Now;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Who gets into a classic group, and what that does to it. */
final class JoinMachine {
    private static final Logger LOG = LoggerFactory.getLogger(JoinMachine.class);

    /**
     * A new member cannot send heartbeats while its first join waits, so that join itself is
     * limited; a living client asks again. Five minutes, as in Kafka.
     */
    private static final long NEW_MEMBER_TIMEOUT_MS = 300_000;

    /** Ids that were given out and not used yet, in one group; they expire with their sessions. */
    private static final int MAX_PENDING = 10_000;

    /** Characters of a name, so that it fits into 32,767 bytes, as the log's records have it. */
    static final int MAX_NAME = 10_000;

    private final GroupConfig config;
    private final Rebalance rebalance;

    JoinMachine(GroupConfig config, Rebalance rebalance) {
        this.config = config;
        this.rebalance = rebalance;
    }

    Decision<GroupEvent> join(@Nullable ClassicGroup known, long ticket, Join join, Now now) {
        String id = join.who().memberId();
        GroupError error = checkRequest(known, join);
        if (error == GroupError.INCONSISTENT_GROUP_PROTOCOL) {
            String inUse = known == null ? "nothing yet" : known.inUse();
            return Decision.answer(ticket, JoinResult.inconsistent(id, inUse));
        }
        if (error != GroupError.NONE) {
            return Decision.answer(ticket, JoinResult.failed(error, id));
        }
        Draft draft = new Draft(known, join.groupId(), ticket, now);
        if (known == null) {
            GroupValue empty = new GroupValue("", 0, null, null, now.wallMs(), List.of());
            draft.emit(new GroupSaved(join.groupId(), empty));
        }
        if (!hasRoomFor(draft.group(), id)) {
            if (draft.group().members().contains(id)) {
                draft.remove(Set.of(id));
            }
            draft.answer(JoinResult.failed(GroupError.GROUP_MAX_SIZE_REACHED, ""));
            rebalance.completeIfAllJoined(draft);
        } else if (id.isEmpty()) {
            joinNew(draft, join);
        } else {
            joinKnown(draft, join);
        }
        return draft.done();
    }

    private GroupError checkRequest(@Nullable ClassicGroup known, Join join) {
        if (join.groupId().isEmpty() || join.groupId().length() > MAX_NAME) {
            return GroupError.INVALID_GROUP_ID;
        }
        if (hasTooLongName(join)) {
            return GroupError.INVALID_REQUEST;
        }
        if (!config.session().allow(join.joiner().timeouts().sessionMs())) {
            return GroupError.INVALID_SESSION_TIMEOUT;
        }
        if (known == null && !join.who().memberId().isEmpty()) {
            return GroupError.UNKNOWN_MEMBER_ID;
        }
        if (join.protocols().stream()
                .anyMatch(p -> p.metadata().size() > config.maxRecordBytes())) {
            LOG.warn(
                    "Group {} refuses a member whose subscription takes more than {} bytes"
                            + " (max.message.bytes of __consumer_offsets)",
                    join.groupId(),
                    config.maxRecordBytes());
            return GroupError.UNKNOWN_SERVER_ERROR;
        }
        ClassicGroup group = known == null ? ClassicGroup.simple(join.groupId()) : known;
        return group.supports(join.protocolType(), join.protocols())
                ? GroupError.NONE
                : GroupError.INCONSISTENT_GROUP_PROTOCOL;
    }

    private static boolean hasTooLongName(Join join) {
        String instance = join.who().instanceId();
        return join.newMemberId().length() > MAX_NAME
                || join.protocolType().length() > MAX_NAME
                || (instance != null && instance.length() > MAX_NAME)
                || join.protocols().stream().anyMatch(p -> p.name().length() > MAX_NAME);
    }

    private boolean hasRoomFor(ClassicGroup group, String memberId) {
        Member member = group.members().get(memberId);
        boolean inside =
                switch (group.phase()) {
                    case EMPTY -> true;
                    case PREPARING_REBALANCE ->
                            (member != null && member.isJoining())
                                    || group.joining() < config.maxSize();
                    case COMPLETING_REBALANCE, STABLE ->
                            member != null || group.members().size() < config.maxSize();
                };
        return inside && (!memberId.isEmpty() || group.pending().size() < MAX_PENDING);
    }

    private void joinNew(Draft draft, Join join) {
        String instance = join.who().instanceId();
        String owner = instance == null ? null : draft.group().members().ownerOf(instance);
        if (owner != null) {
            replaceStatic(draft, join, owner);
        } else if (instance == null && join.joiner().needsKnownId()) {
            draft.emit(new MemberExpected(draft.groupId(), join.newMemberId()));
            draft.timer(
                    TimerKey.session(draft.groupId(), join.newMemberId()),
                    join.joiner().timeouts().sessionMs());
            draft.answer(JoinResult.failed(GroupError.MEMBER_ID_REQUIRED, join.newMemberId()));
        } else {
            add(draft, join, join.newMemberId());
        }
    }

    private void joinKnown(Draft draft, Join join) {
        ClassicGroup group = draft.group();
        String id = join.who().memberId();
        if (group.pending().contains(id) && join.who().instanceId() == null) {
            add(draft, join, id);
            return;
        }
        GroupError error = group.check(join.who());
        if (error != GroupError.NONE) {
            draft.answer(JoinResult.failed(error, id));
            return;
        }
        Member member = Objects.requireNonNull(group.members().get(id));
        boolean same = member.protocols().equals(join.protocols());
        switch (group.phase()) {
            case EMPTY -> draft.answer(JoinResult.failed(GroupError.UNKNOWN_MEMBER_ID, id));
            case PREPARING_REBALANCE -> update(draft, join, member, "it joins again");
            case COMPLETING_REBALANCE -> {
                if (same) {
                    // The answer to its join was lost.
                    draft.answer(Rebalance.joined(group, id));
                } else {
                    update(draft, join, member, "it changed what it offers");
                }
            }
            case STABLE -> {
                if (group.isLeader(id)) {
                    // It may have seen something that changes the assignment, such as new topics.
                    update(draft, join, member, "the leader joins again");
                } else if (!same) {
                    update(draft, join, member, "it changed what it offers");
                } else {
                    draft.answer(Rebalance.joined(group, id));
                }
            }
        }
    }

    private void add(Draft draft, Join join, String memberId) {
        Waiting waiting = new Waiting(draft.ticket(), 0, true);
        Member member = member(join, memberId, Blob.EMPTY, waiting);
        draft.emit(new MemberJoined(draft.groupId(), join.protocolType(), member));
        draft.timer(TimerKey.session(draft.groupId(), memberId), NEW_MEMBER_TIMEOUT_MS);
        rebalance.prepareOrComplete(draft, "member " + memberId + " joins");
    }

    private void update(Draft draft, Join join, Member member, String reason) {
        // An earlier join of the same member, from a connection that is gone, ends here.
        draft.answer(
                member.waiting().join(),
                JoinResult.failed(GroupError.REBALANCE_IN_PROGRESS, member.id()));
        Waiting waiting =
                new Waiting(draft.ticket(), member.waiting().sync(), member.waiting().fresh());
        draft.emit(
                new MemberUpdated(
                        draft.groupId(), member(join, member.id(), member.assignment(), waiting)));
        rebalance.prepareOrComplete(draft, "member " + member.id() + ": " + reason);
    }

    private static Member member(Join join, String id, Blob assignment, Waiting waiting) {
        return new Member(
                id,
                join.joiner().client(),
                join.joiner().timeouts(),
                join.protocols(),
                assignment,
                waiting);
    }

    /** A static member comes back without its id: it takes over, and the old id is fenced. */
    private void replaceStatic(Draft draft, Join join, String oldId) {
        ClassicGroup before = draft.group();
        Member old = Objects.requireNonNull(before.members().get(oldId));
        draft.answer(old.waiting().join(), JoinResult.failed(GroupError.FENCED_INSTANCE_ID, oldId));
        draft.answer(old.waiting().sync(), SyncResult.failed(GroupError.FENCED_INSTANCE_ID));
        boolean stable = before.is(Phase.STABLE);
        Waiting waiting = new Waiting(stable ? 0 : draft.ticket(), 0, false);
        Member member = member(join, join.newMemberId(), old.assignment(), waiting);
        draft.emit(new MemberReplaced(draft.groupId(), oldId, member));
        draft.cancel(TimerKey.session(draft.groupId(), oldId));
        draft.renewSession(member);
        if (stable) {
            replaceInStable(draft, join, before);
        } else if (before.is(Phase.COMPLETING_REBALANCE)) {
            rebalance.prepare(draft, "static member " + member.id() + " came back");
        } else {
            rebalance.completeIfAllJoined(draft);
        }
    }

    /** Where the group's protocol stays, so does the assignment: no rebalance (KIP-345). */
    private void replaceInStable(Draft draft, Join join, ClassicGroup before) {
        ClassicGroup group = draft.group();
        String id = join.newMemberId();
        if (!group.electProtocol().equals(group.generation().protocol())) {
            Member member = Objects.requireNonNull(group.members().get(id));
            draft.emit(
                    new MemberUpdated(
                            draft.groupId(), member.with(new Waiting(draft.ticket(), 0, false))));
            rebalance.prepare(draft, "static member " + id + " came back with other protocols");
            return;
        }
        Map<String, Blob> assignments = new HashMap<>();
        group.members().all().forEach(m -> assignments.put(m.id(), m.assignment()));
        draft.emit(new GroupSaved(group.id(), group.toValue(assignments, draft.wallMs())));
        if (join.joiner().canSkipAssignment()) {
            boolean leader = group.isLeader(id);
            JoinResult seen = Rebalance.joined(draft.group(), id);
            draft.answer(
                    new JoinResult(GroupError.NONE, id, seen.generation(), leader, seen.members()));
        } else {
            // Shown the old leader's id it does not think it leads, and leaves the assignment be.
            Generation shown = draft.group().generation().ledBy(before.generation().leader());
            draft.answer(new JoinResult(GroupError.NONE, id, shown, false, List.of()));
        }
    }
}
