package dev.reservoir.coord.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.coord.record.TransactionValue;
import dev.reservoir.coord.runner.Answer;
import dev.reservoir.coord.runner.Decision;
import dev.reservoir.coord.runner.LogEntry;
import dev.reservoir.coord.runner.Now;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.transaction.Clients.Client;
import dev.reservoir.coord.transaction.TransactionCommand.PreparedResult;
import dev.reservoir.coord.transaction.TransactionCommand.ProducerResult;
import dev.reservoir.coord.transaction.TransactionEvent.Changed;
import dev.reservoir.coord.transaction.TransactionEvent.Forgotten;

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
import java.util.TreeSet;

/**
 * From seeds: whatever clients, the writer of markers, timers and restarts do, the state equals
 * what a fold of the log gives; every request is answered once; what was decided stays decided; and
 * no two clients have one producer id and epoch.
 */
final class ReplayTest {
    private static final TransactionConfig CONFIG =
            new TransactionConfig(10_000, 1_000, 300, 15_000, 4_000);
    private static final int STEPS = 4_000;

    /** A request and who waits for its answer; null for the writer of markers. */
    private record Asked(TransactionCommand<?> command, @Nullable Client by) {}

    private final TransactionMachine machine = new TransactionMachine(CONFIG);
    private TransactionState state = machine.empty();
    private final List<LogEntry> log = new ArrayList<>();
    private final Map<Long, Asked> unanswered = new HashMap<>();
    private final Map<String, Set<Long>> producerIds = new HashMap<>();
    private final Map<TransactionStatus, Integer> seen = new TreeMap<>();

    /** What the writer of markers has been given and has not told of. */
    private final List<Prepared> inHand = new ArrayList<>();

    private Random random = new Random(0);
    private Clients clients = new Clients(random);
    private String as = "";
    private long time = 1;
    private long ticket;
    private int rotations;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void theStateIsAFoldOfTheLog(long seed) {
        random = new Random(seed);
        clients = new Clients(random);
        as = "seed " + seed;
        for (String id : List.of("a", "b")) {
            ProducerIdentity nearlyUsedUp =
                    new ProducerIdentity(clients.fresh(), -1, -1, (short) 32_760, (short) -1);
            happens(new Changed(Transaction.empty(id, nearlyUsedUp, 1_000, now().wallMs())));
        }
        take(machine.decide(state, 0, machine.onLoaded(), now()));
        for (int step = 0; step < STEPS; step++) {
            as = "seed " + seed + ", step " + step;
            step();
            check();
            if (step % 250 == 0) {
                checkReplay();
            }
        }
        finish();
        assertThat(seen).as(as).containsOnlyKeys(TransactionStatus.values());
        assertThat(rotations).as(as).isPositive();
    }

    private void step() {
        if (random.nextInt(4) == 0) {
            advance(random.nextInt(300) == 0 ? 20_000 : random.nextInt(600));
        }
        if (random.nextInt(300) == 0) {
            restart();
        }
        switch (random.nextInt(4)) {
            case 0 -> write();
            default -> {
                Client client = clients.any();
                ask(clients.ask(client), client);
            }
        }
    }

    private void ask(TransactionCommand<?> command, @Nullable Client by) {
        long mine = ++ticket;
        unanswered.put(mine, new Asked(command, by));
        take(machine.decide(state, mine, command, now()));
    }

    /** The writer of markers asks for work, or does some. */
    private void write() {
        if (inHand.isEmpty()) {
            ask(new TransactionCommand.AwaitPrepared(), null);
            return;
        }
        Prepared prepared = inHand.remove(random.nextInt(inHand.size()));
        if (random.nextInt(10) == 0) {
            // The runner's queue was full.
            return;
        }
        TreeSet<TransactionPartition> left = new TreeSet<>();
        if (random.nextInt(4) == 0) {
            prepared.partitions().stream().limit(1).forEach(left::add);
        }
        ask(
                new TransactionCommand.Written(
                        prepared.transactionalId(), prepared.producer(), left),
                null);
    }

    private void restart() {
        state = machine.empty();
        for (LogEntry entry : log) {
            machine.apply(state, Objects.requireNonNull(machine.decode(entry)));
        }
        unanswered.clear();
        inHand.clear();
        take(machine.decide(state, 0, machine.onLoaded(), now()));
    }

    private void advance(long ms) {
        long to = time + ms;
        while (machine.nextDeadline(state) <= to) {
            time = Math.max(time, machine.nextDeadline(state));
            TransactionCommand<?> due = Objects.requireNonNull(machine.due(state, now()));
            take(machine.decide(state, 0, due, now()));
        }
        time = to;
    }

    /** Nobody asks anything more, and markers are written: everybody is answered. */
    private void finish() {
        for (int round = 0; round < 100; round++) {
            while (!inHand.isEmpty()) {
                Prepared prepared = inHand.removeFirst();
                ask(
                        new TransactionCommand.Written(
                                prepared.transactionalId(), prepared.producer(), new TreeSet<>()),
                        null);
            }
            ask(new TransactionCommand.AwaitPrepared(), null);
            advance(200);
            check();
        }
        checkReplay();
        assertThat(unanswered.values().stream().map(Asked::command))
                .as(as)
                .containsOnly(new TransactionCommand.AwaitPrepared());
        assertThat(state.transactions()).as(as).allMatch(t -> t.status().isIdle());
    }

    private void take(Decision<TransactionEvent> decision) {
        decision.events().forEach(this::happens);
        for (Answer answer : decision.answers()) {
            Asked asked =
                    Objects.requireNonNull(
                            unanswered.remove(answer.ticket()),
                            () -> as + ": ticket " + answer.ticket() + " is answered once");
            assertThat(answer.result()).as(as).isInstanceOf(asked.command().resultType());
            answered(asked, answer.result());
        }
        for (long waiting : decision.again()) {
            TransactionCommand<?> command =
                    Objects.requireNonNull(unanswered.get(waiting), as).command();
            take(machine.decide(state, waiting, command, now()));
        }
    }

    private void answered(Asked asked, Object result) {
        Client client = asked.by();
        if (result instanceof PreparedResult(var _, List<Prepared> prepared)) {
            prepared.forEach(this::handedOver);
        } else if (client != null) {
            if (asked.command() instanceof TransactionCommand.End end
                    && result instanceof ProducerResult(TransactionError error, var _, var _)
                    && error == TransactionError.NONE) {
                ended(client, end);
            }
            clients.answered(client, asked.command(), result, as);
        }
    }

    private void handedOver(Prepared prepared) {
        Transaction known = Objects.requireNonNull(state.transaction(prepared.transactionalId()));
        assertThat(known.status())
                .as(as)
                .isEqualTo(
                        prepared.committed()
                                ? TransactionStatus.PREPARE_COMMIT
                                : TransactionStatus.PREPARE_ABORT);
        assertThat(prepared.producer()).as(as).isEqualTo(known.producer());
        assertThat(known.partitions()).as(as).containsAll(prepared.partitions());
        assertThat(inHand)
                .as(as)
                .noneMatch(other -> other.transactionalId().equals(prepared.transactionalId()));
        inHand.add(prepared);
    }

    /** A client is told that its transaction ended as it wanted, with all that it had added. */
    private void ended(Client client, TransactionCommand.End end) {
        Transaction known = Objects.requireNonNull(state.transaction(end.transactionalId()));
        assertThat(known.status().isCommit()).as(as).isEqualTo(end.commit());
        assertThat(known.status())
                .as(as)
                .isNotIn(TransactionStatus.EMPTY, TransactionStatus.ONGOING);
        if (known.status().isPrepared() && end.producer().equals(client.has)) {
            assertThat(known.partitions()).as(as).containsAll(client.added);
        }
    }

    private void happens(TransactionEvent event) {
        switch (event) {
            case Changed(Transaction next) -> checkChange(next);
            case Forgotten(String id) ->
                    assertThat(Objects.requireNonNull(state.transaction(id)).status().isIdle())
                            .as(as)
                            .isTrue();
            default -> {}
        }
        LogEntry entry = machine.encode(event);
        if (entry != null) {
            log.add(entry);
        }
        machine.apply(state, event);
    }

    private void checkChange(Transaction next) {
        seen.merge(next.status(), 1, Integer::sum);
        Transaction last = state.transaction(next.id());
        Producer producer = next.producer();
        assertThat(producer.epoch()).as(as).isNotNegative();
        Set<Long> had = producerIds.computeIfAbsent(next.id(), _ -> new HashSet<>());
        boolean isFresh = had.add(producer.id());
        if (last == null) {
            assertThat(isFresh).as("%s: %s is nobody's", as, producer).isTrue();
            return;
        }
        if (last.producer().id() == producer.id()) {
            assertThat(producer.epoch()).as(as).isGreaterThanOrEqualTo(last.producer().epoch());
        } else {
            assertThat(isFresh).as("%s: %s is nobody's", as, producer).isTrue();
            assertThat(producer.epoch()).as(as).isZero();
            rotations++;
        }
        assertThat(next.status()).as("%s: after %s", as, last).isIn(successors(last));
        if (last.status() == TransactionStatus.ONGOING && !next.status().isIdle()) {
            assertThat(next.partitions()).as(as).containsAll(last.partitions());
            assertThat(next.times().started()).as(as).isEqualTo(last.times().started());
        }
    }

    private static Set<TransactionStatus> successors(Transaction last) {
        return switch (last.status()) {
            case EMPTY, COMPLETE_COMMIT, COMPLETE_ABORT ->
                    Set.of(
                            TransactionStatus.EMPTY,
                            TransactionStatus.ONGOING,
                            TransactionStatus.COMPLETE_ABORT);
            case ONGOING ->
                    last.partitions().isEmpty()
                            ? Set.of(
                                    TransactionStatus.ONGOING,
                                    TransactionStatus.COMPLETE_COMMIT,
                                    TransactionStatus.COMPLETE_ABORT)
                            : Set.of(
                                    TransactionStatus.ONGOING,
                                    TransactionStatus.PREPARE_COMMIT,
                                    TransactionStatus.PREPARE_ABORT);
            case PREPARE_COMMIT -> Set.of(TransactionStatus.COMPLETE_COMMIT);
            case PREPARE_ABORT -> Set.of(TransactionStatus.COMPLETE_ABORT);
        };
    }

    private void check() {
        Set<Long> waiting = new HashSet<>();
        waiting.add(state.writer());
        for (Transaction known : state.transactions()) {
            String id = known.id();
            boolean ongoing = known.status() == TransactionStatus.ONGOING;
            Long timeout = state.timers().at(TransactionTimer.timeout(id));
            assertThat(timeout != null).as("%s: %s times out", as, known).isEqualTo(ongoing);
            if (timeout != null) {
                assertThat(timeout).as(as).isBetween(time, time + known.times().timeoutMs());
            }
            boolean retried = state.timers().at(TransactionTimer.retry(id)) != null;
            boolean queued = state.unwritten().contains(id);
            boolean held = state.handedOver().contains(id);
            assertThat(inHand).as(as).allMatch(p -> held || !p.transactionalId().equals(id));
            assertThat(List.of(retried, queued, held).stream().filter(is -> is).count())
                    .as("%s: markers of %s: %s %s %s", as, known, retried, queued, held)
                    .isEqualTo(known.status().isPrepared() ? 1 : 0);
            TransactionEvent.Waits waits = state.waiting(id);
            Long untilWhen = state.timers().at(TransactionTimer.waiting(id));
            assertThat(untilWhen != null).as(as).isEqualTo(waits != null);
            if (waits != null) {
                assertThat(known.status().isPrepared()).as(as).isTrue();
                waiting.add(waits.ticket());
            }
        }
        waiting.remove(TransactionState.NOBODY);
        assertThat(unanswered.keySet()).as(as).isEqualTo(waiting);
    }

    private void checkReplay() {
        TransactionState replayed = machine.empty();
        for (LogEntry entry : log) {
            machine.apply(replayed, Objects.requireNonNull(machine.decode(entry)));
        }
        assertThat(values(replayed)).as(as).isEqualTo(values(state));
        assertThat(replayed.unwritten())
                .as(as)
                .containsExactlyInAnyOrderElementsOf(
                        state.transactions().stream()
                                .filter(known -> known.status().isPrepared())
                                .map(Transaction::id)
                                .toList());
    }

    private static Map<String, TransactionValue> values(TransactionState state) {
        Map<String, TransactionValue> values = new TreeMap<>();
        state.transactions().forEach(known -> values.put(known.id(), known.toValue()));
        return values;
    }

    private Now now() {
        return new Now(1_000_000 + time, time);
    }
}
