package dev.reservoir.coord.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.coord.group.GroupCommand.Commit;
import dev.reservoir.coord.group.GroupCommand.Commit.ToCommit;
import dev.reservoir.coord.group.GroupCommand.Join;
import dev.reservoir.coord.group.GroupCommand.Sync;
import dev.reservoir.coord.group.GroupConfig.OffsetRetention;
import dev.reservoir.coord.group.GroupConfig.SessionBounds;
import dev.reservoir.coord.record.Blob;
import dev.reservoir.coord.record.GroupValue;
import dev.reservoir.coord.record.MemberValue;
import dev.reservoir.coord.record.OffsetValue;
import dev.reservoir.coord.runner.Answer;
import dev.reservoir.coord.runner.Decision;
import dev.reservoir.coord.runner.LogEntry;
import dev.reservoir.coord.runner.Now;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * From seeds: whatever members, administrators and timers do, the state equals what a fold of the
 * log gives, as far as the log is to know it; every request is answered once at most, and every
 * member that waits can be answered.
 */
final class ReplayTest {
    private static final GroupConfig CONFIG =
            new GroupConfig(
                    new SessionBounds(1_000, 100_000),
                    500,
                    4,
                    2_000,
                    20,
                    new OffsetRetention(30_000, 5_000));
    private static final List<String> GROUPS = List.of("g", "h");

    private final GroupMachine machine = new GroupMachine(CONFIG);
    private final GroupState state = machine.empty();
    private final List<LogEntry> log = new ArrayList<>();
    private final Map<Long, GroupCommand<?>> unanswered = new HashMap<>();
    private final List<String> ids = new ArrayList<>();
    private Random random = new Random(0);
    private long time = 1;
    private long ticket;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void theStateIsAFoldOfTheLog(long seed) {
        random = new Random(seed);
        take(machine.decide(state, 0, machine.onLoaded(), now()));
        for (int step = 0; step < 1_500; step++) {
            if (random.nextInt(4) == 0) {
                advance(random.nextInt(3_000));
            }
            GroupCommand<?> command = command();
            long mine = ++ticket;
            unanswered.put(mine, command);
            take(machine.decide(state, mine, command, now()));
            String as = "seed " + seed + ", step " + step;
            checkWaiting(as);
            if (step % 250 == 0) {
                checkReplay(as);
            }
        }
        checkReplay("seed " + seed);
        assertThat(log).as("seed %d does something", seed).hasSizeGreaterThan(100);
    }

    private void checkReplay(String as) {
        GroupState replayed = machine.empty();
        for (LogEntry entry : log) {
            machine.apply(replayed, Objects.requireNonNull(machine.decode(entry)));
        }
        assertThat(offsets(replayed)).as(as).isEqualTo(offsets(state));
        assertThat(replayed.pending().keys(_ -> true))
                .as(as)
                .isEqualTo(state.pending().keys(_ -> true));
        assertThat(replayed.groups().stream().map(ClassicGroup::id).sorted().toList())
                .as(as)
                .isEqualTo(state.groups().stream().map(ClassicGroup::id).sorted().toList());
        for (ClassicGroup group : state.groups()) {
            ClassicGroup same = Objects.requireNonNull(replayed.group(group.id()));
            if (group.is(Phase.EMPTY) || group.is(Phase.STABLE)) {
                assertThat(kept(same)).as(as).isEqualTo(kept(group));
                assertThat(same.phase()).as(as).isEqualTo(group.phase());
            }
        }
    }

    /** What the log is to know of a group. */
    private static GroupValue kept(ClassicGroup group) {
        Map<String, Blob> assignments = new HashMap<>();
        group.members().all().forEach(m -> assignments.put(m.id(), m.assignment()));
        return group.toValue(assignments, group.stage().since());
    }

    private static Map<String, OffsetValue> offsets(GroupState state) {
        Map<String, OffsetValue> all = new TreeMap<>();
        state.offsets()
                .forEach((group, offsets) ->
                        offsets.all()
                                .forEach((topic, partitions) ->
                                        partitions.forEach(
                                                (p, v) -> all.put(group + topic + p, v))));
        return all;
    }

    /** Who is not answered waits in a group; who waits in a group is not answered. */
    private void checkWaiting(String as) {
        Set<Long> waiting = new HashSet<>();
        for (ClassicGroup group : state.groups()) {
            for (Member member : group.members().all()) {
                waiting.add(member.waiting().join());
                waiting.add(member.waiting().sync());
            }
            if (!group.is(Phase.PREPARING_REBALANCE)) {
                assertThat(group.joining()).as(as).isZero();
            }
            if (!group.members().isEmpty()) {
                assertThat(group.members().ids()).as(as).contains(group.generation().leader());
            }
        }
        waiting.remove(0L);
        assertThat(waiting).as(as).isEqualTo(unanswered.keySet());
    }

    private void advance(long ms) {
        long to = time + ms;
        while (machine.nextDeadline(state) <= to) {
            time = Math.max(time, machine.nextDeadline(state));
            GroupCommand<?> due = Objects.requireNonNull(machine.due(state, now()));
            take(machine.decide(state, 0, due, now()));
        }
        time = to;
    }

    private void take(Decision<GroupEvent> decision) {
        for (GroupEvent event : decision.events()) {
            LogEntry entry = machine.encode(event);
            if (entry != null) {
                log.add(entry);
            }
            machine.apply(state, event);
        }
        for (Answer answer : decision.answers()) {
            GroupCommand<?> command =
                    Objects.requireNonNull(
                            unanswered.remove(answer.ticket()),
                            () -> "ticket " + answer.ticket() + " is answered once");
            assertThat(answer.result()).isInstanceOf(command.resultType());
            if (answer.result() instanceof JoinResult joined && !joined.memberId().isEmpty()) {
                ids.add(joined.memberId());
            }
        }
    }

    private Now now() {
        return new Now(1_000_000 + time, time);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String memberId() {
        return ids.isEmpty() || random.nextInt(6) == 0 ? "" : one(ids);
    }

    private @Nullable String instance() {
        return random.nextInt(3) == 0 ? one(List.of("i1", "i2")) : null;
    }

    /** Often somebody who is there, with what is known to be right. */
    private Identity who(String groupId) {
        ClassicGroup group = state.group(groupId);
        if (group == null || group.members().isEmpty() || random.nextInt(5) == 0) {
            return new Identity(memberId(), instance());
        }
        Member member = one(List.copyOf(group.members().all()));
        return new Identity(member.id(), member.client().instanceId());
    }

    private int generation(String groupId) {
        ClassicGroup group = state.group(groupId);
        return group == null || random.nextInt(8) == 0
                ? random.nextInt(4) - 1
                : group.generation().number();
    }

    private GroupCommand<?> command() {
        String group = one(GROUPS);
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> join(group);
            case 4, 5, 6, 7 -> sync(group);
            case 8, 9 -> new GroupCommand.Beat(group, who(group), generation(group));
            case 10 -> new GroupCommand.Leave(group, List.of(who(group), who(group)));
            case 11, 12 -> commit(group);
            case 13 -> new GroupCommand.DeleteOffsets(group, Map.of(one(TOPICS), List.of(0, 1)));
            case 14 ->
                    random.nextInt(4) == 0
                            ? new GroupCommand.Delete(group)
                            : new GroupCommand.ForgetTopic(one(TOPICS), new UUID(0, 1));
            case 15, 16, 17 -> {
                Producer producer = new Producer(random.nextInt(3), (short) 0);
                yield new GroupCommand.CommitInTransaction(
                        group,
                        who(group),
                        generation(group),
                        producer,
                        state.pending().standing(producer.id()),
                        List.of(
                                new GroupCommand.Commit.ToCommit(
                                        one(TOPICS),
                                        random.nextInt(2),
                                        random.nextInt(100),
                                        -1,
                                        "",
                                        null)));
            }
            case 18 ->
                    new GroupCommand.EndTransaction(
                            new Producer(random.nextInt(3), (short) 0),
                            new TransactionMarker(random.nextBoolean(), 1));
            default -> new GroupCommand.Fetch(group, null, random.nextBoolean());
        };
    }

    private static final List<String> TOPICS = List.of("t", "u", "old");

    private Join join(String group) {
        Identity who = random.nextInt(3) == 0 ? new Identity("", instance()) : who(group);
        int sessionMs = 2_000 + random.nextInt(8_000);
        List<Protocol> protocols = new ArrayList<>();
        protocols.add(new Protocol("range", Text.topics(one(TOPICS))));
        if (random.nextBoolean()) {
            protocols.add(random.nextInt(2), new Protocol("sticky", Text.topics("t+u")));
        }
        return new Join(
                group,
                who,
                "m" + ticket,
                new Join.Joiner(
                        new MemberValue.Client(who.instanceId(), "c", "/1.2.3.4"),
                        new Member.Timeouts(sessionMs, 3_000 + random.nextInt(9_000)),
                        random.nextBoolean(),
                        random.nextBoolean()),
                random.nextInt(30) == 0 ? "connect" : "consumer",
                protocols);
    }

    private Sync sync(String groupId) {
        Map<String, Blob> assignments = new HashMap<>();
        ClassicGroup group = state.group(groupId);
        if (group != null) {
            for (Member member : group.members().all()) {
                int size = random.nextInt(40) == 0 ? 1_000 : random.nextInt(5);
                assignments.put(member.id(), Blob.of(new byte[size]));
            }
        }
        return new Sync(groupId, who(groupId), generation(groupId), null, null, assignments);
    }

    private Commit commit(String group) {
        boolean simple = random.nextInt(4) == 0;
        return new Commit(
                group,
                simple ? new Identity("", null) : who(group),
                simple ? -1 : generation(group),
                GroupError.ILLEGAL_GENERATION,
                random.nextInt(5) == 0 ? 10_000 : -1,
                List.of(
                        new ToCommit(
                                one(TOPICS),
                                random.nextInt(3),
                                random.nextInt(1000),
                                -1,
                                random.nextInt(9) == 0 ? "a note that is too long" : null,
                                random.nextBoolean() ? new UUID(0, 1) : null)));
    }
}
