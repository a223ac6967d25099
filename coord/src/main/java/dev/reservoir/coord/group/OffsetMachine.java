package dev.reservoir.coord.group;

import dev.reservoir.coord.group.FetchResult.Partition;
import dev.reservoir.coord.group.FetchResult.Topic;
import dev.reservoir.coord.group.GroupCommand.Commit;
import dev.reservoir.coord.group.GroupCommand.Commit.ToCommit;
import dev.reservoir.coord.group.GroupCommand.DeleteOffsets;
import dev.reservoir.coord.group.GroupCommand.Fetch;
import dev.reservoir.coord.group.GroupCommand.Fetch.Wanted;
import dev.reservoir.coord.group.GroupEvent.OffsetCommitted;
import dev.reservoir.coord.group.GroupEvent.OffsetForgotten;
import dev.reservoir.coord.group.GroupEvent.TimerSet;
import dev.reservoir.coord.record.OffsetKey;
import dev.reservoir.coord.record.OffsetValue;
import dev.reservoir.coord.runner.Answer;
import dev.reservoir.coord.runner.Decision;
import dev.reservoir.coord.runner.Now;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Committed offsets: who may commit, fetch and delete them. */
final class OffsetMachine {
    private final GroupConfig config;

    OffsetMachine(GroupConfig config) {
        this.config = config;
    }

    Decision<GroupEvent> commit(GroupState state, long ticket, Commit commit, Now now) {
        ClassicGroup group = state.group(commit.groupId());
        GroupError error = check(group, commit);
        if (error != GroupError.NONE) {
            return Decision.answer(ticket, CommitResult.failed(error, commit.offsets().size()));
        }
        List<GroupEvent> events = new ArrayList<>();
        if (group != null && keepsSession(group)) {
            Member member = group.members().get(commit.who().memberId());
            if (member != null) {
                events.add(
                        new TimerSet(
                                TimerKey.session(group.id(), member.id()),
                                now.tickMs() + member.timeouts().sessionMs()));
            }
        }
        CommitResult result =
                take(
                        config,
                        commit.offsets(),
                        (offset, metadata) -> events.add(committed(commit, offset, metadata, now)));
        return new Decision<>(events, List.of(new Answer(ticket, result)));
    }

    /** Takes those of a request's offsets whose metadata is not too large. */
    static CommitResult take(
            GroupConfig config, List<ToCommit> offsets, BiConsumer<ToCommit, String> taken) {
        List<GroupError> errors = new ArrayList<>();
        for (ToCommit offset : offsets) {
            String metadata = Objects.requireNonNullElse(offset.metadata(), "");
            if (metadata.length() > config.offsetMetadataMaxLength()) {
                errors.add(GroupError.OFFSET_METADATA_TOO_LARGE);
            } else {
                errors.add(GroupError.NONE);
                taken.accept(offset, metadata);
            }
        }
        return new CommitResult(errors);
    }

    /** A record with an expiry of its own is of a version that has neither epoch nor topic id. */
    private static OffsetCommitted committed(
            Commit commit, ToCommit offset, String metadata, Now now) {
        boolean expires = commit.retentionMs() != -1;
        return new OffsetCommitted(
                new OffsetKey(commit.groupId(), offset.topic(), offset.partition()),
                new OffsetValue(
                        offset.offset(),
                        expires ? -1 : offset.leaderEpoch(),
                        metadata,
                        now.wallMs(),
                        expires ? now.wallMs() + commit.retentionMs() : -1,
                        expires ? null : offset.topicId()));
    }

    private static boolean keepsSession(ClassicGroup group) {
        return group.is(Phase.STABLE) || group.is(Phase.PREPARING_REBALANCE);
    }

    /**
     * A commit of a generation comes from one of its members. One without (an administrator, a
     * consumer that assigns itself) is taken while the group has no members, and makes the group
     * when it is not there.
     */
    private static GroupError check(@Nullable ClassicGroup group, Commit commit) {
        Identity who = commit.who();
        if (commit.groupId().length() > JoinMachine.MAX_NAME) {
            return GroupError.INVALID_GROUP_ID;
        }
        if (group == null) {
            return commit.generation() < 0 ? GroupError.NONE : commit.unknownGroup();
        }
        if (commit.generation() < 0 && group.is(Phase.EMPTY)) {
            return GroupError.NONE;
        }
        boolean anonymous =
                commit.generation() < 0 && who.memberId().isEmpty() && who.instanceId() == null;
        if (anonymous) {
            return GroupError.UNKNOWN_MEMBER_ID;
        }
        GroupError error = group.check(who);
        if (error != GroupError.NONE) {
            return error;
        }
        if (commit.generation() != group.generation().number()) {
            return GroupError.ILLEGAL_GENERATION;
        }
        // The member knows its generation, so it has joined: it is told to wait for the rest.
        return group.is(Phase.COMPLETING_REBALANCE)
                ? GroupError.REBALANCE_IN_PROGRESS
                : GroupError.NONE;
    }

    static Decision<GroupEvent> fetch(GroupState state, long ticket, Fetch fetch) {
        GroupOffsets offsets = state.offsets(fetch.groupId());
        GroupOffsets committed = offsets == null ? new GroupOffsets() : offsets;
        List<Wanted> wanted = fetch.topics();
        List<Topic> topics =
                wanted == null
                        ? allTopics(committed)
                        : wanted.stream().map(topic -> topic(committed, topic)).toList();
        return Decision.answer(
                ticket,
                new FetchResult(
                        GroupError.NONE,
                        fetch.requireStable()
                                ? TransactionalOffsets.withoutUnstable(
                                        state.pending(), fetch.groupId(), topics)
                                : topics));
    }

    private static List<Topic> allTopics(GroupOffsets committed) {
        List<Topic> topics = new ArrayList<>();
        new TreeMap<>(committed.all())
                .forEach((name, partitions) ->
                        topics.add(
                                new Topic(
                                        name,
                                        new TreeMap<>(partitions)
                                                .entrySet().stream()
                                                        .map(e ->
                                                                Partition.of(
                                                                        e.getKey(), e.getValue()))
                                                        .toList())));
        return topics;
    }

    private static Topic topic(GroupOffsets committed, Wanted wanted) {
        List<Partition> partitions = new ArrayList<>();
        for (int index : wanted.partitions()) {
            OffsetValue value = committed.get(wanted.topic(), index);
            boolean other = value != null && isOther(value.topicId(), wanted.topicId());
            partitions.add(Partition.of(index, other ? null : value));
        }
        return new Topic(wanted.topic(), partitions);
    }

    /** Whether an offset belongs to another topic that had the same name. */
    private static boolean isOther(@Nullable UUID committed, @Nullable UUID wanted) {
        return committed != null && wanted != null && !committed.equals(wanted);
    }

    static Decision<GroupEvent> delete(GroupState state, long ticket, DeleteOffsets delete) {
        ClassicGroup group = state.group(delete.groupId());
        GroupError error = check(group, delete);
        if (group == null || error != GroupError.NONE) {
            return Decision.answer(ticket, new DeleteOffsetsResult(error, Set.of()));
        }
        List<GroupEvent> events = new ArrayList<>();
        Set<String> subscribed = new TreeSet<>();
        delete.topics()
                .forEach((topic, partitions) -> {
                    if (!group.is(Phase.EMPTY) && Subscriptions.mayRead(group, topic)) {
                        subscribed.add(topic);
                    } else {
                        for (int partition : partitions) {
                            forget(state, new OffsetKey(group.id(), topic, partition), events);
                        }
                    }
                });
        return new Decision<>(
                events, List.of(new Answer(ticket, new DeleteOffsetsResult(error, subscribed))));
    }

    private static GroupError check(@Nullable ClassicGroup group, DeleteOffsets delete) {
        if (delete.groupId().isEmpty()) {
            return GroupError.INVALID_GROUP_ID;
        }
        if (group == null) {
            return GroupError.GROUP_ID_NOT_FOUND;
        }
        return group.is(Phase.EMPTY) || group.isOfConsumers()
                ? GroupError.NONE
                : GroupError.NON_EMPTY_GROUP;
    }

    private static void forget(GroupState state, OffsetKey key, List<GroupEvent> events) {
        if (state.committed(key) != null || state.pending().contains(key)) {
            events.add(new OffsetForgotten(key));
        }
    }

    /** Tombstones for all that a group has committed. */
    static void forgetAll(GroupState state, String groupId, List<GroupEvent> events) {
        Set<OffsetKey> keys = state.pending().keys(key -> key.group().equals(groupId));
        GroupOffsets committed = state.offsets(groupId);
        if (committed != null) {
            committed
                    .all()
                    .forEach((topic, partitions) ->
                            partitions
                                    .keySet()
                                    .forEach(partition ->
                                            keys.add(new OffsetKey(groupId, topic, partition))));
        }
        keys.forEach(key -> events.add(new OffsetForgotten(key)));
    }

    /** The offsets that any group has committed for a topic which is gone. */
    static Decision<GroupEvent> forgetTopic(
            GroupState state, long ticket, GroupCommand.ForgetTopic command) {
        Set<OffsetKey> keys = state.pending().keys(key -> key.topic().equals(command.topic()));
        state.offsets()
                .forEach((groupId, committed) ->
                        committed
                                .of(command.topic())
                                .forEach((partition, value) -> {
                                    if (!isOther(value.topicId(), command.topicId())) {
                                        keys.add(
                                                new OffsetKey(groupId, command.topic(), partition));
                                    }
                                }));
        List<GroupEvent> events = keys.stream().<GroupEvent>map(OffsetForgotten::new).toList();
        return new Decision<>(events, List.of(new Answer(ticket, GroupError.NONE)));
    }

    /** Whether the time to keep an offset is over (KIP-211). */
    boolean isExpired(ClassicGroup group, String topic, OffsetValue value, Now now) {
        long from = keptFrom(group, topic, value);
        if (from == Long.MAX_VALUE) {
            return false;
        }
        return value.expireTimestamp() != -1
                ? now.wallMs() >= value.expireTimestamp()
                : now.wallMs() - from >= config.retention().ms();
    }

    /** From when on the retention counts; MAX_VALUE for an offset that is in use. */
    private static long keptFrom(ClassicGroup group, String topic, OffsetValue value) {
        if (group.generation().protocolType() == null) {
            return group.is(Phase.EMPTY) ? value.commitTimestamp() : Long.MAX_VALUE;
        }
        if (group.is(Phase.EMPTY)) {
            return group.stage().since() == -1 ? value.commitTimestamp() : group.stage().since();
        }
        boolean unread = group.is(Phase.STABLE) && group.isOfConsumers();
        return unread && !Subscriptions.mayRead(group, topic)
                ? value.commitTimestamp()
                : Long.MAX_VALUE;
    }
}
