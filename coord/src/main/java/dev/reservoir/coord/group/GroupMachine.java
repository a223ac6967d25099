package dev.reservoir.coord.group;

import dev.reservoir.coord.group.GroupEvent.GroupForgotten;
import dev.reservoir.coord.group.GroupEvent.GroupSaved;
import dev.reservoir.coord.group.GroupEvent.OffsetCommitted;
import dev.reservoir.coord.group.GroupEvent.OffsetForgotten;
import dev.reservoir.coord.group.GroupEvent.OffsetInTransaction;
import dev.reservoir.coord.group.GroupEvent.TimerCleared;
import dev.reservoir.coord.group.GroupEvent.TransactionEnded;
import dev.reservoir.coord.record.GroupKey;
import dev.reservoir.coord.record.GroupValue;
import dev.reservoir.coord.record.OffsetKey;
import dev.reservoir.coord.record.OffsetValue;
import dev.reservoir.coord.record.RecordKey;
import dev.reservoir.coord.runner.Answer;
import dev.reservoir.coord.runner.Decision;
import dev.reservoir.coord.runner.LogEntry;
import dev.reservoir.coord.runner.LogRecord;
import dev.reservoir.coord.runner.Machine;
import dev.reservoir.coord.runner.Now;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.runner.TransactionEnd;
import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The router: which machine decides what, and how events lie in the log. */
public final class GroupMachine implements Machine<GroupState, GroupCommand<?>, GroupEvent> {
    private final GroupConfig config;
    private final JoinMachine joining;
    private final ClassicMachine classic;
    private final OffsetMachine offsets;
    private final TransactionalOffsets transactional;
    private final ExpiryMachine expiry;

    public GroupMachine(GroupConfig config) {
        Rebalance rebalance = new Rebalance(config);
        this.config = config;
        this.joining = new JoinMachine(config, rebalance);
        this.classic = new ClassicMachine(config, rebalance);
        this.offsets = new OffsetMachine(config);
        this.transactional = new TransactionalOffsets(config);
        this.expiry = new ExpiryMachine(config, offsets);
    }

    @Override
    public GroupState empty() {
        return new GroupState();
    }

    @Override
    public Decision<GroupEvent> decide(
            GroupState state, long ticket, GroupCommand<?> command, Now now) {
        return switch (command) {
            case GroupCommand.Join join ->
                    joining.join(state.group(join.groupId()), ticket, join, now);
            case GroupCommand.Sync sync ->
                    classic.sync(state.group(sync.groupId()), ticket, sync, now);
            case GroupCommand.Beat beat ->
                    classic.beat(state.group(beat.groupId()), ticket, beat, now);
            case GroupCommand.Leave leave ->
                    classic.leave(state.group(leave.groupId()), ticket, leave, now);
            case GroupCommand.Commit commit -> offsets.commit(state, ticket, commit, now);
            case GroupCommand.CommitInTransaction commit ->
                    transactional.commit(state, ticket, commit, now);
            case GroupCommand.Standing(long producerId) ->
                    Decision.answer(ticket, state.pending().standing(producerId));
            case GroupCommand.EndTransaction end -> TransactionalOffsets.end(ticket, end);
            case GroupCommand.Fetch fetch -> OffsetMachine.fetch(state, ticket, fetch);
            case GroupCommand.DeleteOffsets delete -> OffsetMachine.delete(state, ticket, delete);
            case GroupCommand.Delete(String id) -> delete(state, ticket, id);
            case GroupCommand.Describe(String id) ->
                    Decision.answer(ticket, Listing.describe(state.group(id)));
            case GroupCommand.ListAll list -> Decision.answer(ticket, Listing.list(state, list));
            case GroupCommand.ForgetTopic topic -> OffsetMachine.forgetTopic(state, ticket, topic);
            case GroupCommand.Fire(TimerKey key) -> fire(state, key, now);
            case GroupCommand.Loaded _ -> loaded(state, now);
        };
    }

    private Decision<GroupEvent> fire(GroupState state, TimerKey key, Now now) {
        return key.kind() == TimerKey.Kind.RETENTION
                ? expiry.expire(state, now)
                : classic.fire(state.group(key.groupId()), key, now);
    }

    private Decision<GroupEvent> loaded(GroupState state, Now now) {
        List<GroupEvent> events = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        events.add(ExpiryMachine.next(now, config.retention().checkIntervalMs()));
        for (ClassicGroup group : state.groups()) {
            if (!group.members().isEmpty()) {
                Decision<GroupEvent> decision = classic.loaded(group, now);
                events.addAll(decision.events());
                answers.addAll(decision.answers());
            }
        }
        return new Decision<>(events, answers);
    }

    private static Decision<GroupEvent> delete(GroupState state, long ticket, String groupId) {
        ClassicGroup group = state.group(groupId);
        if (group == null) {
            return Decision.answer(ticket, GroupError.GROUP_ID_NOT_FOUND);
        }
        if (!group.is(Phase.EMPTY)) {
            return Decision.answer(ticket, GroupError.NON_EMPTY_GROUP);
        }
        List<GroupEvent> events = new ArrayList<>();
        OffsetMachine.forgetAll(state, groupId, events);
        for (String memberId : group.pending()) {
            events.add(new TimerCleared(TimerKey.session(groupId, memberId)));
        }
        events.add(new GroupForgotten(groupId));
        return new Decision<>(events, List.of(new Answer(ticket, GroupError.NONE)));
    }

    @Override
    public void apply(GroupState state, GroupEvent event) {
        state.apply(event);
    }

    @Override
    public GroupCommand<?> onLoaded() {
        return new GroupCommand.Loaded();
    }

    @Override
    public @Nullable GroupCommand<?> due(GroupState state, Now now) {
        TimerKey key = state.timers().due(now.tickMs());
        return key == null ? null : new GroupCommand.Fire(key);
    }

    @Override
    public long nextDeadline(GroupState state) {
        return state.timers().next();
    }

    @Override
    public @Nullable LogEntry encode(GroupEvent event) {
        return switch (event) {
            case GroupSaved(String id, GroupValue value) ->
                    new LogRecord(new GroupKey(id).encode(), value.encode());
            case GroupForgotten(String id) -> new LogRecord(new GroupKey(id).encode(), null);
            case OffsetCommitted(OffsetKey key, OffsetValue value) ->
                    new LogRecord(key.encode(), value.encode());
            case OffsetForgotten(OffsetKey key) -> new LogRecord(key.encode(), null);
            case OffsetInTransaction(Producer producer, OffsetKey key, OffsetValue value) ->
                    new LogRecord(key.encode(), value.encode(), producer);
            case TransactionEnded(Producer producer, TransactionMarker marker) ->
                    new TransactionEnd(producer, marker);
            case GroupEvent.MemberExpected _,
                    GroupEvent.MemberJoined _,
                    GroupEvent.MemberUpdated _,
                    GroupEvent.MemberReplaced _,
                    GroupEvent.MembersRemoved _,
                    GroupEvent.RebalanceStarted _,
                    GroupEvent.WaitExtended _,
                    GroupEvent.LeaderElected _,
                    GroupEvent.GenerationStarted _,
                    GroupEvent.SyncReceived _,
                    GroupEvent.TimerSet _,
                    TimerCleared _ ->
                    null;
        };
    }

    @Override
    public @Nullable GroupEvent decode(LogEntry entry) {
        return switch (entry) {
            case LogRecord record -> decode(record);
            case TransactionEnd(Producer producer, TransactionMarker marker) ->
                    new TransactionEnded(producer, marker);
        };
    }

    private static @Nullable GroupEvent decode(LogRecord record) {
        RecordKey key = RecordKey.decode(record.key());
        ByteBuffer value = record.value();
        return switch (key) {
            case null -> null;
            case GroupKey(String id) ->
                    value == null
                            ? new GroupForgotten(id)
                            : new GroupSaved(id, GroupValue.decode(value));
            case OffsetKey offset ->
                    value == null
                            ? new OffsetForgotten(offset)
                            : decode(offset, OffsetValue.decode(value), record.producer());
        };
    }

    private static GroupEvent decode(
            OffsetKey key, OffsetValue value, @Nullable Producer producer) {
        return producer == null
                ? new OffsetCommitted(key, value)
                : new OffsetInTransaction(producer, key, value);
    }
}
