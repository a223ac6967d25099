package dev.reservoir.coord.group;

import dev.reservoir.coord.group.GroupCommand.Beat;
import dev.reservoir.coord.group.GroupCommand.Leave;
import dev.reservoir.coord.group.GroupCommand.Sync;
import dev.reservoir.coord.group.GroupEvent.GroupSaved;
import dev.reservoir.coord.group.GroupEvent.SyncReceived;
import dev.reservoir.coord.group.LeaveResult.Left;
import dev.reservoir.coord.record.Blob;
import dev.reservoir.coord.record.GroupValue;
import dev.reservoir.coord.runner.Decision;
import dev.reservoir.coord.runner.Now;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A classic group's sync, heartbeats, leaving, and timers. Joining is {@link JoinMachine}'s. */
final class ClassicMachine {
    private static final Logger LOG = LoggerFactory.getLogger(ClassicMachine.class);

    private final GroupConfig config;
    private final Rebalance rebalance;

    ClassicMachine(GroupConfig config, Rebalance rebalance) {
        this.config = config;
        this.rebalance = rebalance;
    }

    Decision<GroupEvent> sync(@Nullable ClassicGroup group, long ticket, Sync sync, Now now) {
        GroupError error = checkSync(group, sync);
        if (group == null || error != GroupError.NONE) {
            return Decision.answer(ticket, SyncResult.failed(error));
        }
        Draft draft = new Draft(group, sync.groupId(), ticket, now);
        String id = sync.who().memberId();
        switch (group.phase()) {
            case EMPTY -> draft.answer(SyncResult.failed(GroupError.UNKNOWN_MEMBER_ID));
            case PREPARING_REBALANCE ->
                    draft.answer(SyncResult.failed(GroupError.REBALANCE_IN_PROGRESS));
            case COMPLETING_REBALANCE -> {
                receiveSync(draft, id, ticket);
                if (group.isLeader(id)) {
                    assign(draft, sync);
                }
            }
            case STABLE -> {
                if (group.unsynced().contains(id)) {
                    receiveSync(draft, id, 0);
                }
                Member member = Objects.requireNonNull(group.members().get(id));
                draft.answer(SyncResult.given(group.generation(), member.assignment()));
            }
        }
        return draft.done();
    }

    private static GroupError checkSync(@Nullable ClassicGroup group, Sync sync) {
        if (sync.groupId().isEmpty()) {
            return GroupError.INVALID_GROUP_ID;
        }
        if (group == null || group.is(Phase.EMPTY)) {
            return GroupError.UNKNOWN_MEMBER_ID;
        }
        GroupError error = group.check(sync.who());
        if (error != GroupError.NONE) {
            return error;
        }
        if (sync.generation() != group.generation().number()) {
            return GroupError.ILLEGAL_GENERATION;
        }
        return differs(sync.protocolType(), group.generation().protocolType())
                        || differs(sync.protocol(), group.generation().protocol())
                ? GroupError.INCONSISTENT_GROUP_PROTOCOL
                : GroupError.NONE;
    }

    private static boolean differs(@Nullable String said, @Nullable String known) {
        return said != null && !said.equals(known);
    }

    /** The member waits, in the place of an earlier request of its own. */
    private static void receiveSync(Draft draft, String memberId, long ticket) {
        Member member = Objects.requireNonNull(draft.group().members().get(memberId));
        draft.answer(member.waiting().sync(), SyncResult.failed(GroupError.REBALANCE_IN_PROGRESS));
        draft.emit(new SyncReceived(draft.groupId(), memberId, ticket));
        if (draft.group().unsynced().isEmpty()) {
            draft.cancel(TimerKey.sync(draft.groupId()));
        }
    }

    /** The leader has decided; members it forgot get nothing. */
    private void assign(Draft draft, Sync sync) {
        ClassicGroup group = draft.group();
        GroupValue value = group.toValue(sync.assignments(), draft.wallMs());
        int bytes = value.encode().remaining();
        if (bytes > config.maxRecordBytes()) {
            LOG.warn(
                    "Group {} cannot be saved: its {} members' subscriptions and assignments take"
                            + " {} bytes, at most {} are allowed (max.message.bytes of"
                            + " __consumer_offsets)",
                    group.id(),
                    group.members().size(),
                    bytes,
                    config.maxRecordBytes());
            rebalance.prepare(
                    draft, "its state is too large to be saved", GroupError.UNKNOWN_SERVER_ERROR);
            return;
        }
        draft.emit(new GroupSaved(group.id(), value));
        for (Member member : group.members().all()) {
            if (member.isSyncing()) {
                Blob assignment = sync.assignments().getOrDefault(member.id(), Blob.EMPTY);
                draft.answer(
                        member.waiting().sync(), SyncResult.given(group.generation(), assignment));
                draft.renewSession(member);
            }
        }
    }

    Decision<GroupEvent> beat(@Nullable ClassicGroup group, long ticket, Beat beat, Now now) {
        if (beat.groupId().isEmpty()) {
            return Decision.answer(ticket, GroupError.INVALID_GROUP_ID);
        }
        if (group == null) {
            return Decision.answer(ticket, GroupError.UNKNOWN_MEMBER_ID);
        }
        GroupError error = group.check(beat.who());
        Member member = group.members().get(beat.who().memberId());
        if (error != GroupError.NONE || member == null) {
            return Decision.answer(ticket, error);
        }
        if (beat.generation() != group.generation().number()) {
            return Decision.answer(ticket, GroupError.ILLEGAL_GENERATION);
        }
        Draft draft = new Draft(group, group.id(), ticket, now);
        draft.renewSession(member);
        draft.answer(
                group.is(Phase.PREPARING_REBALANCE)
                        ? GroupError.REBALANCE_IN_PROGRESS
                        : GroupError.NONE);
        return draft.done();
    }

    Decision<GroupEvent> leave(@Nullable ClassicGroup group, long ticket, Leave leave, Now now) {
        if (leave.groupId().isEmpty()) {
            return Decision.answer(ticket, new LeaveResult(GroupError.INVALID_GROUP_ID, List.of()));
        }
        if (group == null) {
            return Decision.answer(
                    ticket,
                    new LeaveResult(
                            GroupError.NONE,
                            leave.members().stream()
                                    .map(who -> new Left(who, GroupError.UNKNOWN_MEMBER_ID))
                                    .toList()));
        }
        Draft draft = new Draft(group, group.id(), ticket, now);
        List<Left> left = new ArrayList<>();
        Set<String> gone = new LinkedHashSet<>();
        for (Identity who : leave.members()) {
            left.add(new Left(who, leave(draft, who, gone)));
        }
        if (!gone.isEmpty() && !group.is(Phase.EMPTY)) {
            rebalance.prepareOrComplete(draft, "members left: " + gone);
        }
        draft.answer(new LeaveResult(GroupError.NONE, left));
        return draft.done();
    }

    private static GroupError leave(Draft draft, Identity who, Set<String> gone) {
        ClassicGroup group = draft.group();
        String id = who.memberId();
        String instance = who.instanceId();
        if (id.isEmpty()) {
            // An administrator names the instance alone.
            String owner = instance == null ? null : group.members().ownerOf(instance);
            if (owner == null) {
                return GroupError.UNKNOWN_MEMBER_ID;
            }
            id = owner;
        } else if (!group.pending().contains(id)) {
            GroupError error = group.check(who);
            if (error != GroupError.NONE) {
                return error;
            }
        }
        draft.remove(Set.of(id));
        gone.add(id);
        return GroupError.NONE;
    }

    /** A timer of the group has fired. */
    Decision<GroupEvent> fire(@Nullable ClassicGroup group, TimerKey key, Now now) {
        Draft draft = new Draft(group, key.groupId(), 0, now);
        draft.cancel(key);
        if (group != null) {
            switch (key.kind()) {
                case SESSION -> sessionIsOver(draft, key.memberId());
                case JOIN -> {
                    if (group.is(Phase.PREPARING_REBALANCE)) {
                        rebalance.joinTimeIsOver(draft);
                    }
                }
                case SYNC -> syncTimeIsOver(draft);
                case RETENTION -> throw new IllegalArgumentException("no timer of a group: " + key);
            }
        }
        return draft.done();
    }

    private void sessionIsOver(Draft draft, String memberId) {
        ClassicGroup group = draft.group();
        Member member = group.members().get(memberId);
        boolean expected = group.pending().contains(memberId);
        if (!expected && (member == null || member.isAliveByWaiting())) {
            return;
        }
        LOG.info("Group {} loses member {}: its session timed out", group.id(), memberId);
        draft.remove(Set.of(memberId));
        if (draft.group().is(Phase.PREPARING_REBALANCE)) {
            if (draft.group().allJoined()) {
                rebalance.complete(draft);
            }
        } else if (!expected) {
            rebalance.prepare(draft, "the session of member " + memberId + " timed out");
        }
    }

    private void syncTimeIsOver(Draft draft) {
        ClassicGroup group = draft.group();
        boolean syncing = group.is(Phase.COMPLETING_REBALANCE) || group.is(Phase.STABLE);
        if (syncing && !group.unsynced().isEmpty()) {
            Set<String> late = new LinkedHashSet<>(group.unsynced());
            draft.remove(late);
            rebalance.prepare(draft, "members did not ask for their assignment in time: " + late);
        }
    }

    /** After a load every member gets a full session; a group that is too large rebalances. */
    Decision<GroupEvent> loaded(ClassicGroup group, Now now) {
        Draft draft = new Draft(group, group.id(), 0, now);
        group.members().all().forEach(draft::renewSession);
        if (group.members().size() > config.maxSize()) {
            rebalance.prepare(
                    draft, "it has more members than group.max.size, " + config.maxSize());
        }
        return draft.done();
    }
}
