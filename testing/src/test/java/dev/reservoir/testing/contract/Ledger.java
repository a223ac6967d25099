package dev.reservoir.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.ActiveProducer;
import dev.reservoir.log.Completion;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException;
import dev.reservoir.testing.contract.TransactionModel.Entry;
import dev.reservoir.testing.contract.TransactionModel.Standing;
import dev.reservoir.testing.contract.TransactionModel.Undertaking;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a partition must hold after a crash, and what it may. Used by one thread. */
final class Ledger {
    private record Trim(long start, Completion completion) {}

    final PartitionId id;
    final TransactionModel model = new TransactionModel();
    private final List<Trim> trims = new ArrayList<>();
    private long acknowledged;
    private long sureStart;
    private long possibleStart;

    /** Producers that wrote nothing since then may have been forgotten. */
    private long expired = Long.MIN_VALUE;

    Ledger(PartitionId id) {
        this.id = id;
    }

    void trim(PartitionLog log, long start) throws Exception {
        possibleStart = Math.max(possibleStart, start);
        trims.add(new Trim(start, log.deleteBefore(start)));
    }

    void awaitTrims(long timeoutMs) throws StorageException, InterruptedException {
        for (Trim trim : trims) {
            assertThat(trim.completion().await(timeoutMs)).isTrue();
        }
    }

    void expire(PartitionLog log, long now, long idleMs) {
        expired = now - idleMs;
        log.expireProducers(idleMs);
    }

    /** Somebody was answered that all below an offset is durable. */
    void acknowledge(long next) {
        acknowledged = Math.max(acknowledged, next);
    }

    /** Takes over what the log has promised so far. */
    void observe(String as, PartitionLog log) throws StorageException {
        long stable = log.stableOffset();
        Offsets offsets = log.offsets();
        assertThat(stable)
                .as("%s: %s, %s", as, offsets, model.transactions())
                .isLessThanOrEqualTo(
                        model.stable(offsets.start(), offsets.durable(), offsets.start()));
        acknowledge(offsets.durable());
        sureStart = Math.max(sureStart, offsets.start());
        for (Trim trim : trims) {
            if (trim.completion().isDone() && trim.completion().failure() == null) {
                sureStart = Math.max(sureStart, trim.start());
            }
        }
    }

    /** Holds what a restart found to what was promised, and goes on from there. */
    void restarted(String as, PartitionLog log) {
        Offsets now = log.offsets();
        assertThat(now.end()).as(as).isGreaterThanOrEqualTo(acknowledged);
        assertThat(now.start()).as(as).isBetween(sureStart, possibleStart);
        model.truncate(now.end());
        assertThat(now.end()).as(as).isEqualTo(Math.max(now.end(), model.end()));
        acknowledged = now.end();
        sureStart = now.start();
        possibleStart = now.start();
        trims.clear();
    }

    /** Compares what the log says with the model; all that was written is durable. */
    void check(String as, PartitionLog log) throws Exception {
        Offsets now = log.offsets();
        long stable = log.stableOffset();
        assertThat(stable)
                .as("%s: %s, %s", as, now, model.transactions())
                .isBetween(
                        model.stable(now.start(), now.durable(), -1),
                        model.stable(now.start(), now.durable(), now.start()));
        assertThat(CommittedReader.read(log, now.start(), 900))
                .as(as)
                .isEqualTo(model.committed(now.start(), stable));
        Map<Long, ActiveProducer> known =
                log.producers().stream()
                        .collect(Collectors.toMap(ActiveProducer::producerId, Function.identity()));
        for (long producer : model.producers()) {
            if (isRemembered(producer, now.start())) {
                check(as + ", producer " + producer, known.get(producer), producer, now.start());
            }
        }
    }

    /** Whether the log must know where a producer stands. */
    boolean isRemembered(long producer, long start) {
        Standing standing = model.standing(producer);
        Entry last = standing.last();
        Entry data = standing.lastData();
        boolean open = model.open(producer) != null;
        return last != null
                && data != null
                && data.base() >= start
                && (open || last.timestamp() >= expired);
    }

    private void check(String as, @Nullable ActiveProducer active, long producer, long start) {
        Standing standing = model.standing(producer);
        Undertaking open = model.open(producer);
        assertThat(active).as(as).isNotNull();
        if (active == null) {
            return;
        }
        assertThat(active.epoch()).as(as).isEqualTo(standing.epoch());
        assertThat(active.lastSequence()).as(as).isEqualTo(standing.nextSequence() - 1);
        assertThat(active.openFrom() >= 0).as(as).isEqualTo(open != null);
        if (open != null && open.first() >= start) {
            assertThat(active.openFrom()).as(as).isEqualTo(open.first());
        }
        assertThat(Objects.requireNonNull(standing.last()).timestamp())
                .as(as)
                .isEqualTo(active.lastTimestamp());
    }
}
