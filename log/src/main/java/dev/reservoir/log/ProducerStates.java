package dev.reservoir.log;

import dev.reservoir.log.AppendRefusedException.Reason;
import dev.reservoir.log.ProducerState.Written;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A partition's idempotent and transactional producers, so that a batch sent twice is written once,
 * one that skips ahead is refused, and transactions end whole (KIP-98, KIP-360, KIP-890). Guarded
 * by the owner's lock, but for {@link #undecided}.
 */
final class ProducerStates {
    /** A guard that lets no transaction begin. */
    static final long UNVERIFIED = -2;

    /** The guard of a producer that ended no transaction here. */
    private static final long NO_MARKER = -1;

    /**
     * How many are remembered, open transactions aside: beyond that the one is forgotten that was
     * silent for longest. Its next batch is taken with any sequence, as that of a new one.
     */
    private static final int MAX_PRODUCERS = 10_000;

    /** By id, the one that was silent for longest first. */
    private final Map<Long, ProducerState> producers = new LinkedHashMap<>(16, 0.75f, true);

    private final UndecidedTransactions undecided = new UndecidedTransactions();
    private AbortedTransactions aborted = new AbortedTransactions();

    /**
     * May be asked for its {@linkplain UndecidedTransactions#stable stable offset} by any thread.
     */
    UndecidedTransactions undecided() {
        return undecided;
    }

    AbortedTransactions aborted() {
        return aborted;
    }

    /** See {@link PartitionLog#guard}. */
    long guard(long producerId) {
        ProducerState producer = producers.get(producerId);
        return producer == null ? NO_MARKER : producer.lastMarker();
    }

    boolean isInTransaction(long producerId, short epoch) {
        ProducerState producer = producers.get(producerId);
        return producer != null && producer.isInTransaction() && producer.hasEpoch(epoch);
    }

    /**
     * Judges a batch.
     *
     * @param guard what {@link #guard} said before the producer's coordinator was asked whether its
     *     transaction is open; {@link #UNVERIFIED} when it was not asked
     * @return the earlier writing when this batch is a duplicate; null when it is new and may be
     *     written
     */
    @Nullable Written check(BatchView batch, long guard) throws AppendRefusedException {
        if (!batch.hasProducer()) {
            return null;
        }
        ProducerState producer = producers.get(batch.producerId());
        if (batch.isControl()) {
            TransactionMarker marker = TransactionMarker.of(batch);
            if (producer != null && marker != null) {
                producer.check(batch, marker);
            }
            return null;
        }
        // Nothing is known: it wrote nothing here, or was forgotten. KIP-360 takes any first
        // sequence.
        Written earlier = producer == null ? null : producer.check(batch);
        if (earlier == null && begins(batch, producer)) {
            requireGuard(batch, guard);
        }
        return earlier;
    }

    private static boolean begins(BatchView batch, @Nullable ProducerState producer) {
        return batch.isTransactional()
                && batch.baseSequence() != BatchView.NO_SEQUENCE
                && (producer == null || !producer.isInTransaction());
    }

    /** A batch that comes after its transaction's end would stay undecided for ever (KIP-890). */
    private void requireGuard(BatchView batch, long guard) throws AppendRefusedException {
        if (guard != guard(batch.producerId())) {
            throw new AppendRefusedException(
                    Reason.INVALID_TXN_STATE,
                    "Producer %d (epoch %d) has no open transaction that holds this partition: it has ended, or the partition was never added to it."
                            .formatted(batch.producerId(), batch.producerEpoch()));
        }
    }

    /**
     * Takes a batch that was written, or that is read again while the state is rebuilt.
     *
     * @param durable what is durable at this moment
     */
    void note(BatchView batch, long durable) {
        if (!batch.hasProducer()) {
            return;
        }
        TransactionMarker marker = batch.isControl() ? TransactionMarker.of(batch) : null;
        if (batch.isControl() && marker == null) {
            return;
        }
        ProducerState producer = remember(batch.producerId());
        long openFrom = producer.openFrom();
        if (marker != null) {
            producer.note(batch, marker);
            if (openFrom >= 0) {
                end(batch, marker, openFrom, durable);
            }
        } else {
            producer.note(batch);
            if (openFrom < 0 && producer.isInTransaction()) {
                undecided.begin(producer.openFrom());
            }
        }
    }

    private void end(BatchView batch, TransactionMarker marker, long openFrom, long durable) {
        long at = batch.baseOffset();
        undecided.end(openFrom, at, durable);
        if (!marker.committed()) {
            aborted.add(
                    new AbortedTransaction(batch.producerId(), openFrom, at),
                    Math.min(undecided.firstOpen(), at + 1));
        }
    }

    private ProducerState remember(long producerId) {
        ProducerState known = producers.get(producerId);
        if (known != null) {
            return known;
        }
        if (producers.size() >= MAX_PRODUCERS) {
            forgetOldest();
        }
        ProducerState fresh = new ProducerState();
        producers.put(producerId, fresh);
        return fresh;
    }

    private void forgetOldest() {
        Iterator<ProducerState> oldestFirst = producers.values().iterator();
        while (oldestFirst.hasNext()) {
            if (!oldestFirst.next().isInTransaction()) {
                oldestFirst.remove();
                return;
            }
        }
    }

    /**
     * Forgets producers whose last batch is older than this ({@code producer.id.expiration.ms}) and
     * whose transactions have ended.
     */
    void expire(long before) {
        producers.values().removeIf(producer -> producer.isIdleSince(before));
    }

    List<ActiveProducer> active() {
        return producers.entrySet().stream()
                .map(entry -> entry.getValue().describe(entry.getKey()))
                .toList();
    }

    /** See {@link PartitionLog#lastOffsetsOfProducers}. */
    Set<Long> lastOffsets() {
        Set<Long> offsets = HashSet.newHashSet(producers.size());
        producers.values().forEach(producer -> offsets.add(producer.lastOffset()));
        return offsets;
    }

    int encodedBytes() {
        int bytes = Integer.BYTES + aborted.encodedBytes();
        for (ProducerState producer : producers.values()) {
            bytes += Long.BYTES + producer.encodedBytes();
        }
        return bytes;
    }

    void encode(ByteBuffer target) {
        target.putInt(producers.size());
        producers.forEach((id, producer) -> {
            target.putLong(id);
            producer.encode(target);
        });
        aborted.encode(target);
    }

    static ProducerStates decode(ByteBuffer source) {
        ProducerStates states = new ProducerStates();
        for (int left = source.getInt(); left > 0; left--) {
            states.producers.put(source.getLong(), ProducerState.decode(source));
        }
        states.aborted = AbortedTransactions.decode(source);
        states.producers.values().stream()
                .filter(ProducerState::isInTransaction)
                .mapToLong(ProducerState::openFrom)
                .sorted()
                .forEach(states.undecided::begin);
        return states;
    }
}
