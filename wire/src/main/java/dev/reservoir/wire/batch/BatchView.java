package dev.reservoir.wire.batch;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One record batch (magic 2) inside a buffer: reads its header in place and writes the two fields
 * that lie outside the checksum. The layout is that of Kafka's protocol guide, "Record Batch". A
 * view is a position in a buffer somebody else owns; it is not safe for concurrent writing.
 */
public final class BatchView {
    /** Bytes of the header, record count included. */
    public static final int HEADER_BYTES = 61;

    /** Bytes of base offset and length, which the length field does not count. */
    public static final int PREFIX_BYTES = 12;

    public static final byte MAGIC = 2;
    public static final long NO_PRODUCER = -1;
    public static final short NO_EPOCH = -1;

    /** The sequence of a batch that a coordinator wrote for a producer. */
    public static final int NO_SEQUENCE = -1;

    private static final int LENGTH = 8;
    private static final int LEADER_EPOCH = 12;
    private static final int MAGIC_AT = 16;
    private static final int CRC = 17;
    private static final int ATTRIBUTES = 21;
    private static final int LAST_OFFSET_DELTA = 23;
    private static final int BASE_TIMESTAMP = 27;
    private static final int MAX_TIMESTAMP = 35;
    private static final int PRODUCER_ID = 43;
    private static final int PRODUCER_EPOCH = 51;
    private static final int BASE_SEQUENCE = 53;
    private static final int COUNT = 57;

    /** Milliseconds since the epoch; what a batch has that no pass of compaction has marked. */
    public static final long NO_DELETE_HORIZON = -1;

    private static final int COMPRESSION_MASK = 0x07;
    private static final int TIMESTAMP_MASK = 0x08;
    private static final int TRANSACTIONAL_MASK = 0x10;
    private static final int CONTROL_MASK = 0x20;
    private static final int DELETE_HORIZON_MASK = 0x40;

    private final ByteBuffer buffer;
    private final int at;

    /** No batch at all: what stands where none is known yet. */
    static final BatchView NONE = new BatchView(ByteBuffer.allocate(HEADER_BYTES), 0);

    private BatchView(ByteBuffer buffer, int at) {
        this.buffer = buffer;
        this.at = at;
    }

    /**
     * The batch that starts at {@code at} (an absolute index) of a big-endian buffer.
     *
     * @throws CorruptBatchException when no whole batch of magic 2 lies between {@code at} and the
     *     limit
     */
    public static BatchView at(ByteBuffer buffer, int at) {
        int available = buffer.limit() - at;
        if (available < HEADER_BYTES) {
            throw new CorruptBatchException(
                    "a batch header takes " + HEADER_BYTES + " bytes, " + available + " are there");
        }
        int magic = buffer.get(at + MAGIC_AT);
        if (magic != MAGIC) {
            throw new CorruptBatchException(
                    "the batch has message format " + magic + "; only format 2 is supported");
        }
        long size = PREFIX_BYTES + (long) buffer.getInt(at + LENGTH);
        if (size < HEADER_BYTES || size > available) {
            throw new CorruptBatchException(
                    "the batch claims "
                            + size
                            + " bytes, at least "
                            + HEADER_BYTES
                            + " and at most "
                            + available
                            + " are possible");
        }
        return new BatchView(buffer, at);
    }

    /**
     * Bytes that a batch takes whose first {@value #PREFIX_BYTES} bytes lie at {@code at}; not
     * checked for sense.
     */
    public static long sizeAt(ByteBuffer buffer, int at) {
        return PREFIX_BYTES + (long) buffer.getInt(at + LENGTH);
    }

    /** Message format of the batch whose header lies at {@code at}. */
    public static byte magicAt(ByteBuffer buffer, int at) {
        return buffer.get(at + MAGIC_AT);
    }

    public int position() {
        return at;
    }

    /** What {@link #position} counts in. */
    ByteBuffer buffer() {
        return buffer;
    }

    public int sizeInBytes() {
        return PREFIX_BYTES + buffer.getInt(at + LENGTH);
    }

    public long baseOffset() {
        return buffer.getLong(at);
    }

    public int lastOffsetDelta() {
        return buffer.getInt(at + LAST_OFFSET_DELTA);
    }

    public long lastOffset() {
        return baseOffset() + lastOffsetDelta();
    }

    /** The offset behind the last record of the batch. */
    public long nextOffset() {
        return lastOffset() + 1;
    }

    public int leaderEpoch() {
        return buffer.getInt(at + LEADER_EPOCH);
    }

    public long baseTimestamp() {
        return buffer.getLong(at + BASE_TIMESTAMP);
    }

    public long maxTimestamp() {
        return buffer.getLong(at + MAX_TIMESTAMP);
    }

    public long producerId() {
        return buffer.getLong(at + PRODUCER_ID);
    }

    public boolean hasProducer() {
        return producerId() != NO_PRODUCER;
    }

    public short producerEpoch() {
        return buffer.getShort(at + PRODUCER_EPOCH);
    }

    public int baseSequence() {
        return buffer.getInt(at + BASE_SEQUENCE);
    }

    /**
     * Number of records the header states; a compacted batch can hold fewer than its offsets span.
     */
    public int recordCount() {
        return buffer.getInt(at + COUNT);
    }

    public short attributes() {
        return buffer.getShort(at + ATTRIBUTES);
    }

    /** 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd; 5 to 7 are not defined. */
    public int compression() {
        return attributes() & COMPRESSION_MASK;
    }

    public boolean isCompressed() {
        return compression() != 0;
    }

    public boolean isLogAppendTime() {
        return (attributes() & TIMESTAMP_MASK) != 0;
    }

    public boolean isTransactional() {
        return (attributes() & TRANSACTIONAL_MASK) != 0;
    }

    public boolean isControl() {
        return (attributes() & CONTROL_MASK) != 0;
    }

    /**
     * When tombstones or the marker in this batch may go, milliseconds since the epoch (KIP-534);
     * {@link #NO_DELETE_HORIZON} when compaction has not met them yet.
     */
    public long deleteHorizon() {
        return (attributes() & DELETE_HORIZON_MASK) == 0 ? NO_DELETE_HORIZON : baseTimestamp();
    }

    /**
     * The bytes behind the header: records, compressed as the attributes say. A read-only slice.
     */
    public ByteBuffer records() {
        return buffer.slice(at + HEADER_BYTES, sizeInBytes() - HEADER_BYTES).asReadOnlyBuffer();
    }

    /** The whole batch, header included. A slice that shares the buffer's bytes. */
    public ByteBuffer bytes() {
        return buffer.slice(at, sizeInBytes());
    }

    public boolean checksumMatches() {
        return computeChecksum() == buffer.getInt(at + CRC);
    }

    /** Writes what the leader assigns; both fields lie outside the checksum. */
    public void assign(long baseOffset, int leaderEpoch) {
        buffer.putLong(at, baseOffset);
        buffer.putInt(at + LEADER_EPOCH, leaderEpoch);
    }

    /**
     * Turns the batch into one of log-append time ({@code message.timestamp.type}) and renews its
     * checksum.
     */
    public void assignLogAppendTime(long timestamp) {
        buffer.putShort(at + ATTRIBUTES, (short) (attributes() | TIMESTAMP_MASK));
        buffer.putLong(at + MAX_TIMESTAMP, timestamp);
        buffer.putInt(at + CRC, computeChecksum());
    }

    /** What compaction changes in the header of a batch. */
    record Compacted(int size, int count, long maxTimestamp, long deleteHorizon) {}

    /**
     * Turns the copy of a batch's header into that of what compaction left of it. A batch without
     * records is not compressed.
     */
    static void rewrite(ByteBuffer copy, int at, Compacted left) {
        int attributes = copy.getShort(at + ATTRIBUTES);
        if (left.deleteHorizon != NO_DELETE_HORIZON) {
            attributes |= DELETE_HORIZON_MASK;
            copy.putLong(at + BASE_TIMESTAMP, left.deleteHorizon);
        }
        if (left.count == 0) {
            attributes &= ~(COMPRESSION_MASK | DELETE_HORIZON_MASK);
            copy.putLong(at + BASE_TIMESTAMP, -1);
        }
        copy.putInt(at + LENGTH, left.size - PREFIX_BYTES);
        copy.putShort(at + ATTRIBUTES, (short) attributes);
        copy.putLong(at + MAX_TIMESTAMP, left.maxTimestamp);
        copy.putInt(at + COUNT, left.count);
        copy.putInt(at + CRC, new BatchView(copy, at).computeChecksum());
    }

    /**
     * Turns the batch into one whose records keep their own timestamps, and renews its checksum.
     *
     * @param maxTimestamp the largest of them
     */
    public void assignCreateTime(long maxTimestamp) {
        buffer.putShort(at + ATTRIBUTES, (short) (attributes() & ~TIMESTAMP_MASK));
        buffer.putLong(at + MAX_TIMESTAMP, maxTimestamp);
        buffer.putInt(at + CRC, computeChecksum());
    }

    private int computeChecksum() {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(at + ATTRIBUTES, sizeInBytes() - ATTRIBUTES));
        return (int) crc.getValue();
    }
}
