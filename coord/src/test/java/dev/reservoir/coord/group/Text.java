package dev.reservoir.coord.group;

import dev.reservoir.coord.group.GroupEvent.GenerationStarted;
import dev.reservoir.coord.group.GroupEvent.GroupForgotten;
import dev.reservoir.coord.group.GroupEvent.GroupSaved;
import dev.reservoir.coord.group.GroupEvent.LeaderElected;
import dev.reservoir.coord.group.GroupEvent.MemberExpected;
import dev.reservoir.coord.group.GroupEvent.MemberJoined;
import dev.reservoir.coord.group.GroupEvent.MemberReplaced;
import dev.reservoir.coord.group.GroupEvent.MemberUpdated;
import dev.reservoir.coord.group.GroupEvent.MembersRemoved;
import dev.reservoir.coord.group.GroupEvent.OffsetCommitted;
import dev.reservoir.coord.group.GroupEvent.OffsetForgotten;
import dev.reservoir.coord.group.GroupEvent.OffsetInTransaction;
import dev.reservoir.coord.group.GroupEvent.RebalanceStarted;
import dev.reservoir.coord.group.GroupEvent.SyncReceived;
import dev.reservoir.coord.group.GroupEvent.TimerCleared;
import dev.reservoir.coord.group.GroupEvent.TimerSet;
import dev.reservoir.coord.group.GroupEvent.TransactionEnded;
import dev.reservoir.coord.group.GroupEvent.WaitExtended;
import dev.reservoir.coord.record.Blob;
import dev.reservoir.coord.record.GroupValue;
import dev.reservoir.coord.record.MemberValue;
import dev.reservoir.coord.record.OffsetKey;
import dev.reservoir.coord.record.OffsetValue;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Commands, events and results as scripts show them. */
final class Text {
    private Text() {}

    static Blob blob(String text) {
        return Blob.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A subscription to topics that are joined by {@code +}. */
    static Blob topics(String text) {
        List<String> topics = text.isEmpty() ? List.of() : List.of(text.split("\\+", -1));
        ByteBuffer bytes = ByteBuffer.allocate(10 + text.length() * 3);
        bytes.putShort((short) 1).putInt(topics.size());
        topics.forEach(
                t -> bytes.putShort((short) t.length()).put(t.getBytes(StandardCharsets.UTF_8)));
        bytes.putInt(-1);
        byte[] array = new byte[bytes.flip().remaining()];
        bytes.get(array);
        return Blob.of(array);
    }

    private static String shown(Blob blob) {
        return new String(blob.array(), StandardCharsets.UTF_8)
                .replaceAll("[^ -~]+", "~")
                .replace(" ", "~");
    }

    static String of(GroupCommand<?> command) {
        return command instanceof GroupCommand.Fire(TimerKey key) ? key(key) : command.toString();
    }

    private static String key(TimerKey key) {
        String kind = key.kind().name().toLowerCase(Locale.ROOT);
        return (kind + " " + key.groupId() + " " + key.memberId()).trim();
    }

    static String of(GroupEvent event) {
        return switch (event) {
            case GroupSaved(String id, GroupValue value) -> "saved " + id + " " + value(value);
            case GroupForgotten(String id) -> "forgotten " + id;
            case MemberExpected(String g, String id) -> "expected " + g + " " + id;
            case MemberJoined(String g, String type, Member m) ->
                    "joined " + g + " type=" + type + " " + member(m);
            case MemberUpdated(String g, Member m) -> "updated " + g + " " + member(m);
            case MemberReplaced(String g, String old, Member m) ->
                    "replaced " + g + " " + old + " by " + member(m);
            case MembersRemoved removed ->
                    "removed " + removed.groupId() + " " + removed.memberIds();
            case RebalanceStarted(String g, Stage.Initial initial, long at) ->
                    "rebalance " + g + " at=" + at + (initial == null ? "" : initial(initial));
            case WaitExtended(String g, Stage.Initial initial) ->
                    "extended " + g + initial(initial);
            case LeaderElected(String g, String id) -> "leader " + g + " " + id;
            case GenerationStarted(String g, String protocol, long at) ->
                    "generation " + g + " protocol=" + protocol + " at=" + at;
            case SyncReceived(String g, String id, long ticket) ->
                    "synced " + g + " " + id + waits(ticket);
            case OffsetCommitted(OffsetKey key, OffsetValue value) ->
                    "committed " + key(key) + " " + value(value);
            case OffsetForgotten(OffsetKey key) -> "forgot " + key(key);
            case OffsetInTransaction(Producer producer, OffsetKey key, OffsetValue value) ->
                    "pending " + producer(producer) + " " + key(key) + " " + value(value);
            case TransactionEnded(Producer producer, TransactionMarker marker) ->
                    (marker.committed() ? "commit " : "abort ")
                            + producer(producer)
                            + " by="
                            + marker.coordinatorEpoch();
            case TimerSet(TimerKey key, long at) -> "timer " + key(key) + " at " + at;
            case TimerCleared(TimerKey key) -> "no timer " + key(key);
        };
    }

    private static String initial(Stage.Initial initial) {
        return " wait=" + initial.delayMs() + " left=" + initial.remainingMs();
    }

    private static String waits(long ticket) {
        return ticket == 0 ? "" : " waits=#" + ticket;
    }

    private static String producer(Producer producer) {
        return producer.id() + "/" + producer.epoch();
    }

    private static String key(OffsetKey key) {
        return key.group() + " " + key.topic() + "-" + key.partition();
    }

    private static String value(OffsetValue value) {
        return value.offset()
                + (value.metadata().isEmpty() ? "" : ":" + value.metadata())
                + " at="
                + value.commitTimestamp()
                + (value.expireTimestamp() == -1 ? "" : " expires=" + value.expireTimestamp())
                + (value.topicId() == null
                        ? ""
                        : " id=" + value.topicId().getLeastSignificantBits());
    }

    private static String member(Member m) {
        String protocols =
                m.protocols().stream()
                        .map(p -> p.name() + ":" + shown(p.metadata()))
                        .collect(Collectors.joining(","));
        return m.id()
                + (m.client().instanceId() == null ? "" : "/" + m.client().instanceId())
                + " "
                + protocols
                + waits(m.waiting().join());
    }

    private static String value(GroupValue value) {
        return "gen="
                + value.generation()
                + " type="
                + value.protocolType()
                + " protocol="
                + value.protocol()
                + " leader="
                + value.leader()
                + value.members().stream().map(Text::member).collect(Collectors.joining());
    }

    private static String member(MemberValue m) {
        return " "
                + m.memberId()
                + (m.client().instanceId() == null ? "" : "/" + m.client().instanceId())
                + "="
                + shown(m.assignment());
    }

    static String group(@Nullable ClassicGroup group) {
        if (group == null) {
            return "none";
        }
        String members = group.members().all().stream().map(Member::id).toList().toString();
        return group.phase().title()
                + " "
                + generation(group.generation())
                + " members="
                + members
                + " pending="
                + group.pending()
                + " unsynced="
                + group.unsynced();
    }

    private static String generation(Generation g) {
        return "gen="
                + g.number()
                + " type="
                + g.protocolType()
                + " protocol="
                + g.protocol()
                + " leader="
                + g.leader();
    }

    static String of(Object result) {
        return switch (result) {
            case JoinResult r ->
                    "join "
                            + r.error()
                            + " member="
                            + r.memberId()
                            + (r.error() == GroupError.NONE ? joined(r) : "");
            case SyncResult r ->
                    "sync "
                            + r.error()
                            + (r.error() == GroupError.NONE
                                    ? " "
                                            + r.protocolType()
                                            + "/"
                                            + r.protocol()
                                            + " assignment="
                                            + shown(r.assignment())
                                    : "");
            case GroupError error -> error.toString();
            case Long standing -> "standing " + standing;
            case LeaveResult r ->
                    "leave "
                            + r.error()
                            + r.members().stream()
                                    .map(m -> " " + m.who().memberId() + ":" + m.error())
                                    .collect(Collectors.joining());
            case CommitResult r -> "commit " + r.offsets();
            case FetchResult r -> "fetch " + r.error() + fetched(r);
            case DeleteOffsetsResult r -> "delete " + r.error() + " subscribed=" + r.subscribed();
            case DescribeResult r ->
                    "describe "
                            + r.error()
                            + " "
                            + r.state()
                            + " "
                            + r.protocolType()
                            + "/"
                            + r.protocol()
                            + r.members().stream()
                                    .map(m -> member(m) + ":" + shown(m.subscription()))
                                    .collect(Collectors.joining());
            case ListResult r ->
                    "list "
                            + r.groups().stream()
                                    .map(g ->
                                            g.groupId()
                                                    + ":"
                                                    + g.protocolType()
                                                    + ":"
                                                    + g.state()
                                                    + ":"
                                                    + g.type())
                                    .sorted()
                                    .toList();
            default -> throw new IllegalArgumentException(result.toString());
        };
    }

    private static String joined(JoinResult r) {
        return " "
                + generation(r.generation())
                + (r.skipAssignment() ? " skip" : "")
                + r.members().stream()
                        .map(m ->
                                " "
                                        + m.memberId()
                                        + (m.instanceId() == null ? "" : "/" + m.instanceId())
                                        + ":"
                                        + shown(m.metadata()))
                        .collect(Collectors.joining());
    }

    private static String fetched(FetchResult r) {
        return r.topics().stream()
                .flatMap(t -> t.partitions().stream().map(p -> " " + t.name() + "-" + fetched(p)))
                .collect(Collectors.joining());
    }

    private static String fetched(FetchResult.Partition p) {
        OffsetValue value = p.committed();
        return p.index()
                + "@"
                + (value == null ? "none" : value(value))
                + (p.error() == GroupError.NONE ? "" : " " + p.error());
    }
}
