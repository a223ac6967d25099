package dev.reservoir.coord.group;

import dev.reservoir.coord.group.FetchResult.Partition;
import dev.reservoir.coord.group.FetchResult.Topic;
import dev.reservoir.coord.group.GroupCommand.Commit.ToCommit;
import dev.reservoir.coord.group.GroupCommand.CommitInTransaction;
import dev.reservoir.coord.group.GroupCommand.EndTransaction;
import dev.reservoir.coord.group.GroupEvent.OffsetInTransaction;
import dev.reservoir.coord.group.GroupEvent.TransactionEnded;
import dev.reservoir.coord.record.OffsetKey;
import dev.reservoir.coord.record.OffsetValue;
import dev.reservoir.coord.runner.Answer;
import dev.reservoir.coord.runner.Decision;
import dev.reservoir.coord.runner.Now;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Offsets that are committed in transactions (KIP-98, KIP-447, KIP-890). */
final class TransactionalOffsets {
    private final GroupConfig config;

    TransactionalOffsets(GroupConfig config) {
        this.config = config;
    }

    Decision<GroupEvent> commit(
            GroupState state, long ticket, CommitInTransaction commit, Now now) {
        GroupError error = check(state, commit);
        if (error != GroupError.NONE) {
            return Decision.answer(ticket, CommitResult.failed(error, commit.offsets().size()));
        }
        List<GroupEvent> events = new ArrayList<>();
        CommitResult result =
                OffsetMachine.take(
                        config,
                        commit.offsets(),
                        (offset, metadata) ->
                                events.add(inTransaction(commit, offset, metadata, now)));
        return new Decision<>(events, List.of(new Answer(ticket, result)));
    }

    private static OffsetInTransaction inTransaction(
            CommitInTransaction commit, ToCommit offset, String metadata, Now now) {
        return new OffsetInTransaction(
                commit.producer(),
                new OffsetKey(commit.groupId(), offset.topic(), offset.partition()),
                new OffsetValue(
                        offset.offset(),
                        offset.leaderEpoch(),
                        metadata,
                        now.wallMs(),
                        -1,
                        offset.topicId()));
    }

    private static GroupError check(GroupState state, CommitInTransaction commit) {
        if (commit.guard() != state.pending().standing(commit.producer().id())) {
            return GroupError.INVALID_TXN_STATE;
        }
        if (commit.groupId().length() > JoinMachine.MAX_NAME) {
            return GroupError.INVALID_GROUP_ID;
        }
        return check(state.group(commit.groupId()), commit);
    }

    /** Only a producer that says which member consumed is checked; older clients do not. */
    private static GroupError check(@Nullable ClassicGroup group, CommitInTransaction commit) {
        Identity who = commit.who();
        if (group == null) {
            return commit.generation() < 0 ? GroupError.NONE : GroupError.ILLEGAL_GENERATION;
        }
        boolean anonymous =
                commit.generation() < 0 && who.memberId().isEmpty() && who.instanceId() == null;
        if (anonymous || (commit.generation() < 0 && group.is(Phase.EMPTY))) {
            return GroupError.NONE;
        }
        GroupError error = group.check(who);
        if (error != GroupError.NONE) {
            return error;
        }
        return commit.generation() == group.generation().number()
                ? GroupError.NONE
                : GroupError.ILLEGAL_GENERATION;
    }

    /** The marker is written also where nothing was committed: it keeps older producers out. */
    static Decision<GroupEvent> end(long ticket, EndTransaction end) {
        return new Decision<>(
                List.of(new TransactionEnded(end.producer(), end.marker())),
                List.of(new Answer(ticket, GroupError.NONE)));
    }

    /** Whoever wants stable offsets is told to ask again where a transaction may change them. */
    static List<Topic> withoutUnstable(PendingOffsets pending, String groupId, List<Topic> topics) {
        return topics.stream()
                .map(topic ->
                        new Topic(
                                topic.name(),
                                topic.partitions().stream()
                                        .map(partition ->
                                                stable(pending, groupId, topic.name(), partition))
                                        .toList()))
                .toList();
    }

    private static Partition stable(
            PendingOffsets pending, String groupId, String topic, Partition partition) {
        return pending.contains(new OffsetKey(groupId, topic, partition.index()))
                ? new Partition(GroupError.UNSTABLE_OFFSET_COMMIT, partition.index(), null)
                : partition;
    }
}
