package dev.reservoir.coord.group;

import dev.reservoir.coord.record.Blob;
import dev.reservoir.coord.record.MemberValue;
import dev.reservoir.coord.runner.Command;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.runner.Refusal;
import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the coordinator of groups is asked, by clients and by itself.
 *
 * @param <R> the result
 */
public sealed interface GroupCommand<R> extends Command<R> {

    /** A command that is answered by an error or by none. */
    sealed interface Plain extends GroupCommand<GroupError> {
        @Override
        default Class<GroupError> resultType() {
            return GroupError.class;
        }

        @Override
        default GroupError refused(Refusal why) {
            return GroupError.of(why);
        }
    }

    /**
     * JoinGroup.
     *
     * @param newMemberId the id to give a member that has none; unique
     * @param protocolType such as {@code consumer}
     */
    record Join(
            String groupId,
            Identity who,
            String newMemberId,
            Joiner joiner,
            String protocolType,
            List<Protocol> protocols)
            implements GroupCommand<JoinResult> {

        /**
         * What is known of the member that joins.
         *
         * @param client with the same instance id as the {@link Identity}
         * @param needsKnownId whether it must come back with the id it is given (versions 4+,
         *     KIP-394)
         * @param canSkipAssignment whether a leader can be told to keep the assignment (versions
         *     9+, KIP-814)
         */
        public record Joiner(
                MemberValue.Client client,
                Member.Timeouts timeouts,
                boolean needsKnownId,
                boolean canSkipAssignment) {}

        public Join {
            protocols = List.copyOf(protocols);
        }

        @Override
        public Class<JoinResult> resultType() {
            return JoinResult.class;
        }

        @Override
        public JoinResult refused(Refusal why) {
            return JoinResult.failed(GroupError.of(why), who.memberId());
        }
    }

    /**
     * SyncGroup.
     *
     * @param protocolType null when the version does not carry it
     * @param protocol likewise
     * @param assignments by member id; what the leader decided, empty from everybody else
     */
    record Sync(
            String groupId,
            Identity who,
            int generation,
            @Nullable String protocolType,
            @Nullable String protocol,
            Map<String, Blob> assignments)
            implements GroupCommand<SyncResult> {

        @Override
        public Class<SyncResult> resultType() {
            return SyncResult.class;
        }

        @Override
        public SyncResult refused(Refusal why) {
            return SyncResult.failed(GroupError.of(why));
        }
    }

    /** Heartbeat. */
    record Beat(String groupId, Identity who, int generation) implements GroupCommand<GroupError> {
        @Override
        public Class<GroupError> resultType() {
            return GroupError.class;
        }

        /** While its group is loaded a member has nothing to fear. */
        @Override
        public GroupError refused(Refusal why) {
            return why == Refusal.LOADING ? GroupError.NONE : GroupError.of(why);
        }
    }

    /** LeaveGroup, for one member or many. */
    record Leave(String groupId, List<Identity> members) implements GroupCommand<LeaveResult> {
        @Override
        public Class<LeaveResult> resultType() {
            return LeaveResult.class;
        }

        @Override
        public LeaveResult refused(Refusal why) {
            return new LeaveResult(GroupError.of(why), List.of());
        }
    }

    /**
     * OffsetCommit.
     *
     * @param who empty from a consumer without a group
     * @param generation negative from a consumer without a group
     * @param unknownGroup the error for a generation of a group that is not there
     * @param retentionMs how long to keep them; -1 for as long as the broker does
     */
    record Commit(
            String groupId,
            Identity who,
            int generation,
            GroupError unknownGroup,
            long retentionMs,
            List<ToCommit> offsets)
            implements GroupCommand<CommitResult> {

        /**
         * One offset.
         *
         * @param metadata null counts as ""
         * @param topicId null when the version does not carry it
         */
        public record ToCommit(
                String topic,
                int partition,
                long offset,
                int leaderEpoch,
                @Nullable String metadata,
                @Nullable UUID topicId) {}

        @Override
        public Class<CommitResult> resultType() {
            return CommitResult.class;
        }

        @Override
        public CommitResult refused(Refusal why) {
            return CommitResult.failed(GroupError.of(why), offsets.size());
        }
    }

    /**
     * TxnOffsetCommit: offsets that count when the producer's transaction is committed (KIP-98,
     * KIP-447).
     *
     * @param who empty from a producer that does not say which member consumed
     * @param generation likewise negative
     * @param guard what {@link Standing} answered before the transaction was found to be open
     */
    record CommitInTransaction(
            String groupId,
            Identity who,
            int generation,
            Producer producer,
            long guard,
            List<Commit.ToCommit> offsets)
            implements GroupCommand<CommitResult> {

        @Override
        public Class<CommitResult> resultType() {
            return CommitResult.class;
        }

        @Override
        public CommitResult refused(Refusal why) {
            return CommitResult.failed(GroupError.of(why), offsets.size());
        }
    }

    /**
     * Where a producer stands: a number that changes when a transaction of it ends in this shard. A
     * commit that comes after the end would wait for ever (KIP-890).
     */
    record Standing(long producerId) implements GroupCommand<Long> {
        static final long UNKNOWN = -1;

        @Override
        public Class<Long> resultType() {
            return Long.class;
        }

        @Override
        public Long refused(Refusal why) {
            return UNKNOWN;
        }
    }

    /** A transaction has ended: what was committed in it counts, or is forgotten. */
    record EndTransaction(Producer producer, TransactionMarker marker) implements Plain {
        @Override
        public boolean waitsForLoad() {
            return true;
        }
    }

    /**
     * OffsetFetch, for one group.
     *
     * @param topics null for all there are
     * @param requireStable whether an offset is refused that a transaction may be about to change
     *     (KIP-447)
     */
    record Fetch(String groupId, @Nullable List<Wanted> topics, boolean requireStable)
            implements GroupCommand<FetchResult> {

        /**
         * @param topicId null when the version does not carry it
         */
        public record Wanted(String topic, @Nullable UUID topicId, List<Integer> partitions) {}

        @Override
        public Class<FetchResult> resultType() {
            return FetchResult.class;
        }

        /** NOT_COORDINATOR, for clients before 3.9 do not retry on the other error here. */
        @Override
        public FetchResult refused(Refusal why) {
            GroupError error =
                    why == Refusal.UNAVAILABLE ? GroupError.NOT_COORDINATOR : GroupError.of(why);
            return new FetchResult(error, List.of());
        }
    }

    /** OffsetDelete. */
    record DeleteOffsets(String groupId, Map<String, List<Integer>> topics)
            implements GroupCommand<DeleteOffsetsResult> {
        @Override
        public Class<DeleteOffsetsResult> resultType() {
            return DeleteOffsetsResult.class;
        }

        @Override
        public DeleteOffsetsResult refused(Refusal why) {
            return new DeleteOffsetsResult(GroupError.of(why), Set.of());
        }
    }

    /** DeleteGroups, for one group. */
    record Delete(String groupId) implements Plain {}

    /** DescribeGroups, for one group. */
    record Describe(String groupId) implements GroupCommand<DescribeResult> {
        @Override
        public Class<DescribeResult> resultType() {
            return DescribeResult.class;
        }

        @Override
        public DescribeResult refused(Refusal why) {
            return DescribeResult.failed(GroupError.of(why));
        }
    }

    /**
     * ListGroups, for one shard. Waits for the shard to be loaded, for a list with holes helps
     * nobody.
     *
     * @param states in lower case; empty for all
     * @param types in lower case; empty for all
     */
    record ListAll(Set<String> states, Set<String> types) implements GroupCommand<ListResult> {
        @Override
        public Class<ListResult> resultType() {
            return ListResult.class;
        }

        @Override
        public ListResult refused(Refusal why) {
            return new ListResult(GroupError.of(why), List.of());
        }

        @Override
        public boolean waitsForLoad() {
            return true;
        }
    }

    /** A topic was deleted: its offsets go, in one shard. Answered with NONE when they are gone. */
    record ForgetTopic(String topic, UUID topicId) implements Plain {
        @Override
        public boolean waitsForLoad() {
            return true;
        }
    }

    /** A timer has fired. */
    record Fire(TimerKey key) implements Plain {}

    /** The shard was loaded: its timers start. */
    record Loaded() implements Plain {}
}
