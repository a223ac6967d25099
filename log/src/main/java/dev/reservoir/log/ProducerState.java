package dev.reservoir.log;

import dev.reservoir.log.AppendRefusedException.Reason;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a partition remembers of one producer (KIP-98, KIP-360): its epoch, its last five batches,
 * and its transaction. Guarded by the owner's lock.
 */
final class ProducerState {
    /** A producer keeps at most five batches in flight, so that many can come twice. */
    private static final int REMEMBERED = 5;

    private static final long NONE = -1;
    private static final int FIXED_BYTES = Short.BYTES + Integer.BYTES + 3 * Long.BYTES + 1;
    private static final int BATCH_BYTES = 2 * Integer.BYTES + 3 * Long.BYTES;

    /** A batch that was written. */
    record Written(
            int firstSequence,
            int lastSequence,
            long baseOffset,
            long nextOffset,
            long appendTime) {}

    private short epoch = BatchView.NO_EPOCH;
    private int coordinatorEpoch = -1;
    private long lastTimestamp;

    /** First offset of its open transaction. */
    private long openFrom = NONE;

    /** Offset of the marker that ended its last transaction here. */
    private long lastMarker = NONE;

    private final Deque<Written> batches = new ArrayDeque<>(REMEMBERED);

    boolean isInTransaction() {
        return openFrom != NONE;
    }

    boolean hasEpoch(short wanted) {
        return epoch == wanted;
    }

    /** First offset of the open transaction; -1 when there is none. */
    long openFrom() {
        return openFrom;
    }

    /** Offset of the last marker; -1 when there was none. */
    long lastMarker() {
        return lastMarker;
    }

    /**
     * The last offset of the batch that shows its last sequence, or of its last marker when it
     * wrote nothing else; -1 when nothing is remembered.
     */
    long lastOffset() {
        return batches.isEmpty() ? lastMarker : batches.getLast().nextOffset - 1;
    }

    /** Whether its last batch is older than a time, in milliseconds since the epoch. */
    boolean isIdleSince(long before) {
        return !isInTransaction() && lastTimestamp < before;
    }

    /**
     * Judges a batch of records.
     *
     * @return the earlier writing when this batch is a duplicate; null when it is new and may be
     *     written
     */
    @Nullable Written check(BatchView batch) throws AppendRefusedException {
        checkEpoch(batch);
        if (isInTransaction() && !batch.isTransactional()) {
            throw new AppendRefusedException(
                    Reason.INVALID_TXN_STATE,
                    "Producer %d has a transaction open here; a batch outside of it came: end the transaction first."
                            .formatted(batch.producerId()));
        }
        if (batch.baseSequence() == BatchView.NO_SEQUENCE) {
            return null;
        }
        if (batch.producerEpoch() > epoch) {
            requireSequence(batch, 0, "0, for its epoch is new");
            return null;
        }
        Written earlier = duplicateOf(batch);
        if (earlier == null) {
            int expected = batches.isEmpty() ? 0 : following(batches.getLast().lastSequence, 1);
            requireSequence(batch, expected, Integer.toString(expected));
        }
        return earlier;
    }

    /** Judges a marker. */
    void check(BatchView batch, TransactionMarker marker) throws AppendRefusedException {
        checkEpoch(batch);
        if (marker.coordinatorEpoch() < coordinatorEpoch) {
            throw new AppendRefusedException(
                    Reason.TRANSACTION_COORDINATOR_FENCED,
                    "The marker for producer %d comes from a coordinator of epoch %d, one of epoch %d wrote here: another one took over."
                            .formatted(
                                    batch.producerId(),
                                    marker.coordinatorEpoch(),
                                    coordinatorEpoch));
        }
    }

    private void checkEpoch(BatchView batch) throws AppendRefusedException {
        if (batch.producerEpoch() < epoch) {
            throw new AppendRefusedException(
                    Reason.INVALID_PRODUCER_EPOCH,
                    "Producer %d has epoch %d here, the batch has the older epoch %d: another instance took over."
                            .formatted(batch.producerId(), epoch, batch.producerEpoch()));
        }
    }

    /** Takes a batch of records that was written, or that is read again. */
    void note(BatchView batch) {
        begin(batch.producerEpoch());
        lastTimestamp = batch.maxTimestamp();
        if (batch.isTransactional() && !isInTransaction()) {
            openFrom = batch.baseOffset();
        }
        if (batch.baseSequence() == BatchView.NO_SEQUENCE) {
            return;
        }
        if (batches.size() == REMEMBERED) {
            batches.removeFirst();
        }
        batches.addLast(
                new Written(
                        batch.baseSequence(),
                        lastSequence(batch),
                        batch.baseOffset(),
                        batch.nextOffset(),
                        batch.isLogAppendTime() ? batch.maxTimestamp() : -1));
    }

    /** Takes a marker that was written, or that is read again. */
    void note(BatchView batch, TransactionMarker marker) {
        begin(batch.producerEpoch());
        lastTimestamp = batch.maxTimestamp();
        coordinatorEpoch = marker.coordinatorEpoch();
        openFrom = NONE;
        lastMarker = batch.baseOffset();
    }

    private void begin(short newEpoch) {
        if (newEpoch > epoch) {
            batches.clear();
        }
        epoch = newEpoch;
    }

    /** As DescribeProducers tells of it. */
    ActiveProducer describe(long id) {
        int lastSequence =
                batches.isEmpty() ? BatchView.NO_SEQUENCE : batches.getLast().lastSequence;
        return new ActiveProducer(
                id, epoch, lastSequence, lastTimestamp, coordinatorEpoch, openFrom);
    }

    private @Nullable Written duplicateOf(BatchView batch) {
        for (Written written : batches) {
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

    private static void requireSequence(BatchView batch, int wanted, String expected)
            throws AppendRefusedException {
        if (batch.baseSequence() != wanted) {
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

    int encodedBytes() {
        return FIXED_BYTES + batches.size() * BATCH_BYTES;
    }

    void encode(ByteBuffer target) {
        target.putShort(epoch).putInt(coordinatorEpoch).putLong(lastTimestamp);
        target.putLong(openFrom).putLong(lastMarker).put((byte) batches.size());
        for (Written batch : batches) {
            target.putInt(batch.firstSequence).putInt(batch.lastSequence);
            target.putLong(batch.baseOffset).putLong(batch.nextOffset).putLong(batch.appendTime);
        }
    }

    static ProducerState decode(ByteBuffer source) {
        ProducerState producer = new ProducerState();
        producer.epoch = source.getShort();
        producer.coordinatorEpoch = source.getInt();
        producer.lastTimestamp = source.getLong();
        producer.openFrom = source.getLong();
        producer.lastMarker = source.getLong();
        for (int left = source.get(); left > 0; left--) {
            producer.batches.addLast(
                    new Written(
                            source.getInt(),
                            source.getInt(),
                            source.getLong(),
                            source.getLong(),
                            source.getLong()));
        }
        return producer;
    }
}
