package dev.reservoir.wire.batch;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Builds one uncompressed batch of records without headers: what coordinators, the metadata log and
 * compaction of their topics write. Not thread-safe.
 */
public final class BatchBuilder {
    private static final int INITIAL_BYTES = 512;

    private static final short PLAIN = 0;
    private static final short TRANSACTIONAL = 0x10;
    private static final short CONTROL = 0x20;

    private final long baseOffset;
    private final long producerId;
    private final short producerEpoch;
    private final short attributes;
    private ByteBuffer buffer = ByteBuffer.allocate(INITIAL_BYTES).position(BatchView.HEADER_BYTES);
    private long baseTimestamp;
    private long maxTimestamp = -1;
    private long lastOffset;
    private int count;

    /**
     * @param baseOffset offset of the batch; 0 where the log will assign it
     */
    public BatchBuilder(long baseOffset) {
        this(baseOffset, PLAIN, BatchView.NO_PRODUCER, BatchView.NO_EPOCH);
    }

    private BatchBuilder(long baseOffset, short attributes, long producerId, short producerEpoch) {
        this.baseOffset = baseOffset;
        this.attributes = attributes;
        this.producerId = producerId;
        this.producerEpoch = producerEpoch;
        this.lastOffset = baseOffset - 1;
    }

    /** A batch of records that count when the producer's transaction is committed. */
    public static BatchBuilder inTransaction(long producerId, short producerEpoch) {
        return new BatchBuilder(0, TRANSACTIONAL, producerId, producerEpoch);
    }

    /** A batch of control records of a producer's transaction. */
    static BatchBuilder controlling(long producerId, short producerEpoch) {
        return new BatchBuilder(0, (short) (TRANSACTIONAL | CONTROL), producerId, producerEpoch);
    }

    /** Adds a record at the next offset. */
    public BatchBuilder add(long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value) {
        return add(lastOffset + 1, timestamp, key, value);
    }

    /**
     * Adds a record at an offset above the last one; gaps are allowed, as compaction leaves them.
     */
    public BatchBuilder add(
            long offset, long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value) {
        if (offset <= lastOffset) {
            throw new IllegalArgumentException(
                    "offset " + offset + " is not above the last one, " + lastOffset);
        }
        if (count == 0) {
            baseTimestamp = timestamp;
        }
        int offsetDelta = Math.toIntExact(offset - baseOffset);
        long timestampDelta = timestamp - baseTimestamp;
        int body =
                1
                        + Varints.size(timestampDelta)
                        + Varints.size(offsetDelta)
                        + sizeOf(key)
                        + sizeOf(value)
                        + 1;
        reserve(Varints.size(body) + body);
        Varints.write(buffer, body);
        buffer.put((byte) 0);
        Varints.write(buffer, timestampDelta);
        Varints.write(buffer, offsetDelta);
        put(key);
        put(value);
        Varints.write(buffer, 0);
        maxTimestamp = Math.max(maxTimestamp, timestamp);
        lastOffset = offset;
        count++;
        return this;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Bytes the batch takes so far. */
    public int sizeInBytes() {
        return buffer.position();
    }

    /**
     * The finished batch. The builder must not be used afterwards.
     *
     * @param lastOffset last offset the batch covers; at least that of the last record (compaction
     *     keeps the original one)
     */
    public ByteBuffer build(long lastOffset, int leaderEpoch) {
        if (count == 0) {
            throw new IllegalStateException("a batch needs a record");
        }
        ByteBuffer batch = buffer.flip();
        batch.putLong(0, baseOffset);
        batch.putInt(8, batch.limit() - BatchView.PREFIX_BYTES);
        batch.putInt(12, leaderEpoch);
        batch.put(16, BatchView.MAGIC);
        batch.putShort(21, attributes);
        batch.putInt(23, Math.toIntExact(lastOffset - baseOffset));
        batch.putLong(27, baseTimestamp);
        batch.putLong(35, maxTimestamp);
        batch.putLong(43, producerId);
        batch.putShort(51, producerEpoch);
        batch.putInt(53, BatchView.NO_SEQUENCE);
        batch.putInt(57, count);
        CRC32C crc = new CRC32C();
        crc.update(batch.slice(21, batch.limit() - 21));
        batch.putInt(17, (int) crc.getValue());
        return batch;
    }

    /** The finished batch, ending at its last record; the log assigns offset and epoch. */
    public ByteBuffer build() {
        return build(lastOffset, -1);
    }

    private static int sizeOf(@Nullable ByteBuffer bytes) {
        return bytes == null
                ? Varints.size(-1)
                : Varints.size(bytes.remaining()) + bytes.remaining();
    }

    private void put(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            Varints.write(buffer, -1);
        } else {
            Varints.write(buffer, bytes.remaining());
            buffer.put(bytes.duplicate());
        }
    }

    private void reserve(int bytes) {
        if (buffer.remaining() < bytes) {
            int needed = Math.addExact(buffer.position(), bytes);
            ByteBuffer larger =
                    ByteBuffer.allocate(Math.max(needed, Math.multiplyExact(buffer.capacity(), 2)));
            buffer = larger.put(buffer.flip());
        }
    }
}
