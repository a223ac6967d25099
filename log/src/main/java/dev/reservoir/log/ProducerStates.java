package dev.reservoir.log;

import dev.reservoir.log.AppendRefusedException.Reason;
import dev.reservoir.wire.batch.BatchView;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * What a partition remembers of its idempotent producers (KIP-98, KIP-360): epoch, and the last
 * five batches of each, so that a batch sent twice is written once and one that skips ahead is
 * refused. Guarded by the owner's lock.
 */
final class ProducerStates {
    /** A producer keeps at most five batches in flight, so that many can come twice. */
    private static final int REMEMBERED = 5;

    private static final int ENTRY_BYTES = Long.BYTES + Short.BYTES + Long.BYTES + 1;
    private static final int BATCH_BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;

    /** A batch that was written. */
    record Written(
            int firstSequence,
            int lastSequence,
            long baseOffset,
            long nextOffset,
            long appendTime) {}

    private static final class Producer {
        short epoch;
        long lastTimestamp;
        final Deque<Written> batches = new ArrayDeque<>(REMEMBERED);
    }

    private final Map<Long, Producer> producers = new HashMap<>();

    /**
     * Judges a batch.
     *
     * @return the earlier writing when this batch is a duplicate; null when it is new and may be
     *     written
     */
    @Nullable Written check(BatchView batch) throws AppendRefusedException {
        if (!batch.hasProducer()) {
            return null;
        }
        Producer producer = producers.get(batch.producerId());
        if (producer == null) {
            // Nothing is known: it wrote nothing here, or was forgotten. KIP-360 takes any first
            // sequence.
            return null;
        }
        if (batch.producerEpoch() < producer.epoch) {
            throw new AppendRefusedException(
                    Reason.INVALID_PRODUCER_EPOCH,
                    "Producer %d has epoch %d here, the batch has the older epoch %d: another instance took over."
                            .formatted(batch.producerId(), producer.epoch, batch.producerEpoch()));
        }
        if (batch.producerEpoch() > producer.epoch) {
            requireSequence(batch, batch.baseSequence() == 0, "0, for its epoch is new");
            return null;
        }
        Written earlier = duplicateOf(batch, producer);
        if (earlier == null && !producer.batches.isEmpty()) {
            int expected = following(producer.batches.getLast().lastSequence, 1);
            requireSequence(batch, batch.baseSequence() == expected, Integer.toString(expected));
        }
        return earlier;
    }

    /** Takes a batch that was written, or that is read again while the state is rebuilt. */
    void note(BatchView batch) {
        if (!batch.hasProducer() || batch.isControl()) {
            return;
        }
        Producer producer = producers.computeIfAbsent(batch.producerId(), _ -> new Producer());
        if (batch.producerEpoch() > producer.epoch) {
            producer.batches.clear();
        }
        producer.epoch = batch.producerEpoch();
        producer.lastTimestamp = batch.maxTimestamp();
        if (producer.batches.size() == REMEMBERED) {
            producer.batches.removeFirst();
        }
        producer.batches.addLast(
                new Written(
                        batch.baseSequence(),
                        lastSequence(batch),
                        batch.baseOffset(),
                        batch.nextOffset(),
                        batch.isLogAppendTime() ? batch.maxTimestamp() : -1));
    }

    /**
     * Forgets producers whose last batch is older than this ({@code producer.id.expiration.ms}).
     */
    void expire(long before) {
        producers.values().removeIf(producer -> producer.lastTimestamp < before);
    }

    int encodedBytes() {
        int bytes = Integer.BYTES;
        for (Producer producer : producers.values()) {
            bytes += ENTRY_BYTES + producer.batches.size() * (BATCH_BYTES + Long.BYTES);
        }
        return bytes;
    }

    void encode(ByteBuffer target) {
        target.putInt(producers.size());
        producers.forEach((id, producer) -> {
            target.putLong(id).putShort(producer.epoch).putLong(producer.lastTimestamp);
            target.put((byte) producer.batches.size());
            for (Written batch : producer.batches) {
                target.putInt(batch.firstSequence).putInt(batch.lastSequence);
                target.putLong(batch.baseOffset)
                        .putLong(batch.nextOffset)
                        .putLong(batch.appendTime);
            }
        });
    }

    static ProducerStates decode(ByteBuffer source) {
        ProducerStates states = new ProducerStates();
        for (int left = source.getInt(); left > 0; left--) {
            Producer producer = new Producer();
            long id = source.getLong();
            producer.epoch = source.getShort();
            producer.lastTimestamp = source.getLong();
            for (int batches = source.get(); batches > 0; batches--) {
                producer.batches.addLast(
                        new Written(
                                source.getInt(),
                                source.getInt(),
                                source.getLong(),
                                source.getLong(),
                                source.getLong()));
            }
            states.producers.put(id, producer);
        }
        return states;
    }

    private static @Nullable Written duplicateOf(BatchView batch, Producer producer) {
        for (Written written : producer.batches) {
            if (written.firstSequence == batch.baseSequence()
                    && written.lastSequence == lastSequence(batch)) {
                return written;
            }
        }
        return null;
    }

    private static int lastSequence(BatchView batch) {
        return following(batch.baseSequence(), batch.lastOffsetDelta());
    }

    /** Sequences wrap from the largest int to 0. */
    private static int following(int sequence, int steps) {
        return (int) ((sequence + (long) steps) & Integer.MAX_VALUE);
    }

    private static void requireSequence(BatchView batch, boolean holds, String expected)
            throws AppendRefusedException {
        if (!holds) {
            throw new AppendRefusedException(
                    Reason.OUT_OF_ORDER_SEQUENCE_NUMBER,
                    "Producer %d (epoch %d) sent sequence %d, expected was %s: an earlier batch was lost or refused."
                            .formatted(
                                    batch.producerId(),
                                    batch.producerEpoch(),
                                    batch.baseSequence(),
                                    expected));
        }
    }
}
