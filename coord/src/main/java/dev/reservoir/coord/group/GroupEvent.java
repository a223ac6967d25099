package dev.reservoir.coord.group;

import dev.reservoir.coord.record.GroupValue;
import dev.reservoir.coord.record.OffsetKey;
import dev.reservoir.coord.record.OffsetValue;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What happened. {@link GroupSaved}, {@link GroupForgotten} and what happens to offsets and
 * transactions are written to the log; the rest is a rebalance under way, which a restart starts
 * over, as in Kafka.
 */
public sealed interface GroupEvent {

    /** Something that changes one classic group. */
    sealed interface ClassicEvent extends GroupEvent {
        String groupId();
    }

    /** The group is as this record says: a new one, an emptied one, or one with assignments. */
    record GroupSaved(String groupId, GroupValue value) implements ClassicEvent {}

    record GroupForgotten(String groupId) implements ClassicEvent {}

    /** A member was given an id and is to join with it. */
    record MemberExpected(String groupId, String memberId) implements ClassicEvent {}

    record MemberJoined(String groupId, String protocolType, Member member)
            implements ClassicEvent {}

    /** A member joined again. */
    record MemberUpdated(String groupId, Member member) implements ClassicEvent {}

    /** A static member came back under a new id. */
    record MemberReplaced(String groupId, String oldId, Member member) implements ClassicEvent {}

    /** Members, or ids that were expected to become some, are gone. */
    record MembersRemoved(String groupId, Set<String> memberIds) implements ClassicEvent {
        public MembersRemoved {
            memberIds = Collections.unmodifiableSet(new LinkedHashSet<>(memberIds));
        }
    }

    /** Members have to join again. */
    record RebalanceStarted(String groupId, Stage.@Nullable Initial initial, long at)
            implements ClassicEvent {}

    /** The wait for the first members goes on. */
    record WaitExtended(String groupId, Stage.Initial initial) implements ClassicEvent {}

    record LeaderElected(String groupId, String memberId) implements ClassicEvent {}

    /** All members have joined and are told so. */
    record GenerationStarted(String groupId, String protocol, long at) implements ClassicEvent {}

    /**
     * A member asked for its assignment.
     *
     * @param ticket under which it waits; 0 when it was answered at once
     */
    record SyncReceived(String groupId, String memberId, long ticket) implements ClassicEvent {}

    record OffsetCommitted(OffsetKey key, OffsetValue value) implements GroupEvent {}

    record OffsetForgotten(OffsetKey key) implements GroupEvent {}

    /** An offset was committed in a transaction, and counts when that is committed. */
    record OffsetInTransaction(Producer producer, OffsetKey key, OffsetValue value)
            implements GroupEvent {}

    /** A transaction has ended. */
    record TransactionEnded(Producer producer, TransactionMarker marker) implements GroupEvent {}

    /**
     * @param atTick when it fires, also when it was set before
     */
    record TimerSet(TimerKey key, long atTick) implements GroupEvent {}

    record TimerCleared(TimerKey key) implements GroupEvent {}
}
