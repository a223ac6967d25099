package dev.reservoir.coord.group;

import dev.reservoir.coord.group.GroupEvent.GenerationStarted;
import dev.reservoir.coord.group.GroupEvent.GroupSaved;
import dev.reservoir.coord.group.GroupEvent.LeaderElected;
import dev.reservoir.coord.group.GroupEvent.RebalanceStarted;
import dev.reservoir.coord.group.GroupEvent.WaitExtended;
import dev.reservoir.coord.group.JoinResult.Joined;
import dev.reservoir.coord.record.Blob;
import dev.reservoir.coord.record.GroupValue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The steps of a rebalance that several commands lead to. Works on drafts; without state. */
final class Rebalance {
    private static final Logger LOG = LoggerFactory.getLogger(Rebalance.class);

    private final GroupConfig config;

    Rebalance(GroupConfig config) {
        this.config = config;
    }

    /** Starts a rebalance, or goes on with the one that is under way. */
    void prepareOrComplete(Draft draft, String reason) {
        if (draft.group().is(Phase.PREPARING_REBALANCE)) {
            completeIfAllJoined(draft);
        } else {
            prepare(draft, reason);
        }
    }

    /** Asks all members to join again. */
    void prepare(Draft draft, String reason) {
        prepare(draft, reason, GroupError.REBALANCE_IN_PROGRESS);
    }

    /**
     * As {@link #prepare(Draft, String)}.
     *
     * @param why what members are told that wait for their assignment
     */
    void prepare(Draft draft, String reason, GroupError why) {
        ClassicGroup group = draft.group();
        if (group.is(Phase.COMPLETING_REBALANCE)) {
            sendBackSyncing(draft, why);
        }
        draft.cancel(TimerKey.sync(group.id()));
        Stage.Initial initial = group.is(Phase.EMPTY) ? firstWait(group) : null;
        LOG.info("Group {} rebalances: {}", group.id(), reason);
        draft.emit(new RebalanceStarted(group.id(), initial, draft.wallMs()));
        if (initial != null) {
            draft.timer(TimerKey.join(group.id()), initial.delayMs());
        } else if (draft.group().allJoined()) {
            complete(draft);
        } else {
            draft.timer(TimerKey.join(group.id()), group.rebalanceTimeoutMs());
        }
    }

    private static void sendBackSyncing(Draft draft, GroupError error) {
        for (Member member : draft.group().members().all()) {
            if (member.isSyncing()) {
                draft.answer(member.waiting().sync(), SyncResult.failed(error));
                draft.renewSession(member);
            }
        }
    }

    private Stage.Initial firstWait(ClassicGroup group) {
        int delay = config.initialRebalanceDelayMs();
        return new Stage.Initial(delay, Math.max(group.rebalanceTimeoutMs() - delay, 0), false);
    }

    /** Ends the wait for members unless it is the first one, which runs its time. */
    void completeIfAllJoined(Draft draft) {
        ClassicGroup group = draft.group();
        if (group.is(Phase.PREPARING_REBALANCE)
                && group.stage().initial() == null
                && group.allJoined()) {
            complete(draft);
        }
    }

    /** The time to join is over. */
    void joinTimeIsOver(Draft draft) {
        Stage.Initial initial = draft.group().stage().initial();
        if (initial == null || !initial.memberAdded() || initial.remainingMs() == 0) {
            complete(draft);
            return;
        }
        int delay = Math.min(config.initialRebalanceDelayMs(), initial.remainingMs());
        int remaining = Math.max(initial.remainingMs() - initial.delayMs(), 0);
        draft.emit(new WaitExtended(draft.groupId(), new Stage.Initial(delay, remaining, false)));
        draft.timer(TimerKey.join(draft.groupId()), delay);
    }

    /**
     * Goes on with those who have joined. Dynamic members that have not are gone; static ones stay
     * until their session ends.
     */
    void complete(Draft draft) {
        draft.cancel(TimerKey.join(draft.groupId()));
        Set<String> late = new LinkedHashSet<>();
        for (Member member : draft.group().members().all()) {
            if (!member.isJoining() && !member.isStatic()) {
                late.add(member.id());
            }
        }
        if (!late.isEmpty()) {
            LOG.info("Group {} loses members that did not join in time: {}", draft.groupId(), late);
            draft.remove(late);
        }
        if (draft.group().members().isEmpty()) {
            saveEmpty(draft);
        } else if (ensureLeader(draft)) {
            startGeneration(draft);
        } else {
            draft.timer(TimerKey.join(draft.groupId()), draft.group().rebalanceTimeoutMs());
        }
    }

    private static void saveEmpty(Draft draft) {
        ClassicGroup group = draft.group();
        String type = group.generation().protocolType();
        draft.emit(
                new GroupSaved(
                        group.id(),
                        new GroupValue(
                                type == null ? "" : type,
                                group.generation().number() + 1,
                                null,
                                null,
                                draft.wallMs(),
                                List.of())));
        LOG.info("Group {} is empty", group.id());
    }

    /** A leader that has not joined is replaced by a member that has; false when none has. */
    private static boolean ensureLeader(Draft draft) {
        ClassicGroup group = draft.group();
        List<String> joined =
                group.members().all().stream().filter(Member::isJoining).map(Member::id).toList();
        if (joined.isEmpty()) {
            LOG.warn("Group {} cannot go on: none of its members joined", group.id());
            return false;
        }
        if (joined.stream().noneMatch(group::isLeader)) {
            draft.emit(new LeaderElected(group.id(), joined.getFirst()));
        }
        return true;
    }

    private static void startGeneration(Draft draft) {
        ClassicGroup before = draft.group();
        draft.emit(new GenerationStarted(before.id(), before.electProtocol(), draft.wallMs()));
        ClassicGroup group = draft.group();
        LOG.info(
                "Group {} begins generation {} with {} members",
                group.id(),
                group.generation().number(),
                group.members().size());
        for (Member member : before.members().all()) {
            draft.answer(member.waiting().join(), joined(group, member.id()));
            draft.renewSession(member);
        }
        draft.timer(TimerKey.sync(group.id()), group.rebalanceTimeoutMs());
    }

    /** The current generation as a member sees it; only the leader sees the others. */
    static JoinResult joined(ClassicGroup group, String memberId) {
        List<Joined> members = group.isLeader(memberId) ? members(group) : List.of();
        return new JoinResult(GroupError.NONE, memberId, group.generation(), false, members);
    }

    static List<Joined> members(ClassicGroup group) {
        return group.members().all().stream().map(member -> seen(group, member)).toList();
    }

    private static Joined seen(ClassicGroup group, Member member) {
        Blob metadata = member.metadata(group.generation().protocol());
        return new Joined(
                member.id(),
                member.client().instanceId(),
                metadata == null ? Blob.EMPTY : metadata);
    }
}
