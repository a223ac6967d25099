package dev.reservoir.wire.batch;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * How a producer's transaction ended in a partition: a control batch of one record (KIP-98,
 * "Control messages"), whose key says commit or abort and whose value says who wrote it.
 *
 * @param committed false when the transaction was aborted
 * @param coordinatorEpoch of the coordinator that wrote it; an older one is a zombie's
 */
public record TransactionMarker(boolean committed, int coordinatorEpoch) {
    private static final short VERSION = 0;
    private static final short ABORT = 0;
    private static final short COMMIT = 1;
    private static final int KEY_BYTES = 2 * Short.BYTES;
    private static final int VALUE_BYTES = Short.BYTES + Integer.BYTES;

    /** The marker as a batch, whose offset and epoch the log assigns. */
    public ByteBuffer batch(long producerId, short producerEpoch, long timestamp) {
        ByteBuffer key = ByteBuffer.allocate(KEY_BYTES);
        key.putShort(VERSION).putShort(committed ? COMMIT : ABORT).flip();
        ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES);
        value.putShort(VERSION).putInt(coordinatorEpoch).flip();
        return BatchBuilder.controlling(producerId, producerEpoch)
                .add(timestamp, key, value)
                .build();
    }

    /**
     * The marker that a control batch is; null for one of another kind, or one that compaction has
     * emptied.
     *
     * @throws CorruptBatchException when the batch cannot be decoded
     */
    public static @Nullable TransactionMarker of(BatchView batch) {
        RecordView record = BatchRecords.first(batch, _ -> true);
        if (record == null) {
            return null;
        }
        ByteBuffer key = record.key();
        ByteBuffer value = record.value();
        if (key == null || key.remaining() < KEY_BYTES) {
            throw new CorruptBatchException("a control record has no type");
        }
        short type = key.getShort(key.position() + Short.BYTES);
        if (type != ABORT && type != COMMIT) {
            return null;
        }
        if (value == null || value.remaining() < VALUE_BYTES) {
            throw new CorruptBatchException("a transaction marker names no coordinator");
        }
        return new TransactionMarker(type == COMMIT, value.getInt(value.position() + Short.BYTES));
    }
}
