package dev.reservoir.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.ActiveProducer;
import dev.reservoir.log.AppendRefusedException;
import dev.reservoir.log.AppendRefusedException.Reason;
import dev.reservoir.log.Appended;
import dev.reservoir.log.Completion;
import dev.reservoir.log.FoundOffset;
import dev.reservoir.log.Lease;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.TransactionEnding;
import dev.reservoir.testing.contract.TransactionModel.Entry;
import dev.reservoir.testing.contract.TransactionModel.Kind;
import dev.reservoir.testing.contract.TransactionModel.Standing;
import dev.reservoir.testing.contract.TransactionModel.Undertaking;
import dev.reservoir.testing.load.Endings;
import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * One seed: producers write in and outside of transactions, coordinators end them, the log is
 * trimmed, saved, and lost in crashes; what it says is compared with a model that only has a list.
 */
final class TransactionalRun {
    private static final int WAIT_MS = 10_000;
    private static final int PRODUCERS = 4;

    private final TransactionModel model = new TransactionModel();
    private final Map<Long, Long> guards = new HashMap<>();
    private final SplittableRandom random;
    private final LoggedLives lives;
    private final String name;
    private int coordinator = 1;
    private long acknowledged;
    private long requested;
    private String as = "";
    private int decided;

    TransactionalRun(long seed, LoggedLives lives) {
        this.random = new SplittableRandom(seed);
        this.lives = lives;
        this.name = "seed " + seed;
    }

    /** How many readings there were of transactions that had been decided. */
    int run(int steps) throws Exception {
        for (int step = 0; step < steps; step++) {
            as = name + ", step " + step;
            lives.clock += random.nextInt(3);
            step();
            check();
        }
        return decided;
    }

    private PartitionLog log() {
        return lives.log();
    }

    private void step() throws Exception {
        long producer = 1 + random.nextLong(PRODUCERS);
        switch (random.nextInt(40)) {
            case 0, 1, 2 ->
                    write(entry(Kind.PLAIN, TransactionModel.NO_PRODUCER, Standing.NONE), -2);
            case 3, 4 -> writeOutside(producer);
            case 5, 6, 7, 8, 9 -> end(producer);
            case 10, 11, 12 -> repeat(producer);
            case 13, 14, 15 -> breakRule(producer);
            case 16 -> trim();
            case 17, 18 -> lives.checkpoint();
            case 19 -> crash();
            case 20, 21, 22, 23 -> lives.progress();
            case 24, 25 -> guards.put(producer, log().guard(producer));
            default -> writeInTransaction(producer);
        }
    }

    private Entry entry(Kind kind, long producer, Standing standing) {
        int first = standing.nextSequence();
        return new Entry(
                log().offsets().end(),
                1 + random.nextInt(3),
                kind,
                producer,
                (short) Math.max(0, standing.epoch()),
                producer == TransactionModel.NO_PRODUCER ? -1 : first,
                lives.clock);
    }

    /** The producer goes on; with a new epoch where the log may have lost its sequence. */
    private Standing continued(long producer) {
        Standing standing = model.standing(producer);
        Entry data = standing.lastData();
        boolean lost =
                standing.nextSequence() > 0
                        && (data == null || data.next() <= start())
                        && !Objects.equals(standing.last(), data);
        return lost || random.nextInt(30) == 0
                ? new Standing((short) (standing.epoch() + 1), 0, null, null)
                : standing;
    }

    private long start() {
        return log().offsets().start();
    }

    private void writeInTransaction(long producer) throws Exception {
        Undertaking open = model.open(producer);
        Standing standing = open == null ? continued(producer) : model.standing(producer);
        Entry entry = entry(Kind.IN_TRANSACTION, producer, standing);
        if (open != null && open.next() > start()) {
            assertThat(log().isInTransaction(producer, entry.epoch())).as(as).isTrue();
            write(entry, PartitionLog.UNVERIFIED);
            return;
        }
        long now = log().guard(producer);
        long guard = Objects.requireNonNullElse(guards.remove(producer), now);
        if (guard == now || open != null) {
            write(entry, now);
        } else {
            refused(entry, guard, Reason.INVALID_TXN_STATE);
        }
    }

    private void writeOutside(long producer) throws Exception {
        if (model.open(producer) == null) {
            write(entry(Kind.PLAIN, producer, continued(producer)), PartitionLog.UNVERIFIED);
        }
    }

    private void write(Entry entry, long guard) throws Exception {
        Appended appended = log().append(ProducerBatches.of(entry), Lease.NONE, WAIT_MS, guard);
        assertThat(appended.baseOffset()).as(as).isEqualTo(entry.base());
        assertThat(appended.nextOffset()).as(as).isEqualTo(entry.next());
        model.add(entry);
    }

    private void refused(Entry entry, long guard, Reason reason) throws Exception {
        try {
            log().append(ProducerBatches.of(entry), Lease.NONE, WAIT_MS, guard);
            throw new AssertionError(as + ": taken: " + entry);
        } catch (AppendRefusedException e) {
            assertThat(e.reason()).as(as + ": " + e.getMessage()).isEqualTo(reason);
        }
    }

    /**
     * A marker of the producer's epoch, or of the next one (KIP-890); also where nothing is open.
     */
    private void end(long producer) throws Exception {
        coordinator += random.nextInt(8) == 0 ? 1 : 0;
        Standing standing = model.standing(producer);
        int epoch = Math.max(0, standing.epoch()) + random.nextInt(2);
        boolean commit = random.nextBoolean();
        long base = end(producer, epoch, new TransactionMarker(commit, coordinator));
        Kind kind = commit ? Kind.COMMIT : Kind.ABORT;
        Entry entry = new Entry(base, 1, kind, producer, (short) epoch, -1, lives.clock);
        assertThat(base).as(as).isEqualTo(model.end());
        model.add(entry);
    }

    private long end(long producer, int epoch, TransactionMarker marker) throws Exception {
        var ending = new TransactionEnding(producer, (short) epoch, marker);
        return Endings.end(log(), ending, WAIT_MS) - 1;
    }

    /** What was written last comes again, as after a lost answer. */
    private void repeat(long producer) throws Exception {
        Entry last = model.standing(producer).lastData();
        if (last == null || last.base() < start()) {
            return;
        }
        boolean isOut = last.kind() == Kind.PLAIN && model.open(producer) != null;
        if (isOut) {
            refused(last, -2, Reason.INVALID_TXN_STATE);
            return;
        }
        Appended again = log().append(ProducerBatches.of(last), Lease.NONE, WAIT_MS);
        assertThat(again.baseOffset()).as(as).isEqualTo(last.base());
        assertThat(again.nextOffset()).as(as).isEqualTo(last.next());
    }

    /** Something that is refused for what the log holds. */
    private void breakRule(long producer) throws Exception {
        Standing standing = model.standing(producer);
        Entry last = standing.last();
        if (last == null || last.base() < start()) {
            return;
        }
        Entry next = entry(Kind.IN_TRANSACTION, producer, standing);
        Undertaking open = model.open(producer);
        switch (last.epoch() == 0 ? 1 + random.nextInt(2) : random.nextInt(4)) {
            case 0 ->
                    refused(
                            with(next, Kind.PLAIN, next.epoch() - 1),
                            -2,
                            Reason.INVALID_PRODUCER_EPOCH);
            case 1 -> {
                if (open != null) {
                    refused(with(next, Kind.PLAIN, next.epoch()), -2, Reason.INVALID_TXN_STATE);
                } else {
                    refused(next, PartitionLog.UNVERIFIED, Reason.INVALID_TXN_STATE);
                }
            }
            case 2 -> {
                Entry ahead =
                        new Entry(
                                next.base(),
                                next.count(),
                                next.kind(),
                                producer,
                                next.epoch(),
                                next.sequence() + 5,
                                next.timestamp());
                refused(ahead, log().guard(producer), Reason.OUT_OF_ORDER_SEQUENCE_NUMBER);
            }
            default -> endTooLate(producer, last);
        }
    }

    private void endTooLate(long producer, Entry last) throws Exception {
        boolean old = last.kind().isMarker() && random.nextBoolean();
        int epoch = old ? last.epoch() : last.epoch() - 1;
        try {
            end(producer, epoch, new TransactionMarker(true, 0));
            throw new AssertionError(as + ": a late marker was taken");
        } catch (AppendRefusedException e) {
            assertThat(e.reason())
                    .as(as)
                    .isEqualTo(
                            old
                                    ? Reason.TRANSACTION_COORDINATOR_FENCED
                                    : Reason.INVALID_PRODUCER_EPOCH);
        }
    }

    private static Entry with(Entry entry, Kind kind, int epoch) {
        return new Entry(
                entry.base(),
                entry.count(),
                kind,
                entry.producer(),
                (short) epoch,
                entry.sequence(),
                entry.timestamp());
    }

    private void trim() throws Exception {
        Offsets now = log().offsets();
        long to = now.start() + random.nextLong(now.durable() - now.start() + 1);
        requested = Math.max(requested, to);
        Completion trimmed = log().deleteBefore(to);
        if (!lives.isStepped()) {
            lives.progress();
            assertThat(trimmed.await(WAIT_MS)).as(as).isTrue();
        }
    }

    private void crash() throws Exception {
        if (random.nextInt(4) == 0) {
            lives.restart();
        } else {
            lives.crash();
        }
        Offsets now = log().offsets();
        assertThat(now.end()).as(as).isGreaterThanOrEqualTo(acknowledged);
        model.truncate(now.end());
        guards.clear();
        requested = now.start();
    }

    private void check() throws Exception {
        long stable = log().stableOffset();
        Offsets now = log().offsets();
        acknowledged = now.durable();
        assertThat(now.start()).as(as).isLessThanOrEqualTo(requested);
        if (now.durable() == now.end() || lives.isStepped()) {
            assertThat(stable)
                    .as("%s: %s, %s", as, now, model.transactions())
                    .isBetween(
                            model.stable(now.start(), now.durable(), -1),
                            model.stable(now.start(), now.durable(), now.start()));
        }
        List<Long> seen = CommittedReader.read(log(), now.start(), 1 + random.nextInt(1_500));
        assertThat(seen)
                .as(as)
                .startsWith(model.committed(now.start(), stable).toArray(Long[]::new));
        assertThat(log().stableOffset()).as(as).isGreaterThanOrEqualTo(stable);
        if (lives.isStepped()) {
            assertThat(seen).as(as).isEqualTo(model.committed(now.start(), stable));
        }
        decided += (int) model.transactions().stream().filter(t -> t.isDecided(stable)).count();
        checkFound(now.start(), stable);
        checkProducers(now.start());
    }

    private void checkFound(long start, long stable) throws Exception {
        long wanted = lives.clock - random.nextInt(60);
        FoundOffset found = log().find(wanted, true);
        long expected = model.find(wanted, start, stable);
        if (lives.isStepped()) {
            assertThat(found == null ? -1 : found.offset()).as(as).isEqualTo(expected);
        }
    }

    private void checkProducers(long start) throws Exception {
        Map<Long, ActiveProducer> known = new HashMap<>();
        log().producers().forEach(one -> known.put(one.producerId(), one));
        for (long producer = 1; producer <= PRODUCERS; producer++) {
            Standing standing = model.standing(producer);
            Entry last = standing.last();
            @Nullable ActiveProducer active = known.get(producer);
            if (last == null) {
                assertThat(active).as(as).isNull();
            } else if (last.base() >= start) {
                Undertaking open = model.open(producer);
                assertThat(active).as(as).isNotNull();
                assertThat(Objects.requireNonNull(active).epoch())
                        .as(as)
                        .isEqualTo(standing.epoch());
                assertThat(active.openFrom() >= 0).as(as).isEqualTo(open != null);
                if (open != null && open.first() >= start) {
                    assertThat(active.openFrom()).as(as).isEqualTo(open.first());
                }
                if (last.kind().isMarker()) {
                    assertThat(log().guard(producer)).as(as).isEqualTo(last.base());
                }
            }
        }
    }
}
