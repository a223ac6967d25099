package dev.reservoir.wire.batch;

import java.nio.ByteBuffer;

/**
 * One record of a batch where it lies (Kafka's protocol guide, "Record"), read without an object
 * for each: a pass of compaction meets hundreds of millions. Every length is checked against the
 * bytes that are there. Used by one thread.
 */
public final class RecordCursor {
    private static final int NONE = -1;
    private static final int MAX_VARINT_BYTES = 10;

    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private int limit;
    private int at;

    private long baseOffset;
    private long baseTimestamp;

    /** The timestamp of all records where the broker gave it; else -1. */
    private long appendTime;

    private int start;
    private int end;
    private byte attributes;
    private long timestampDelta;
    private int behindTimestamp;
    private long offsetDelta;
    private int keyAt;
    private int keyLength;
    private int valueLength;

    /** Takes what the records of a batch are relative to. */
    void of(BatchView batch) {
        baseOffset = batch.baseOffset();
        baseTimestamp = batch.baseTimestamp();
        appendTime = batch.isLogAppendTime() ? batch.maxTimestamp() : -1;
    }

    /** Takes the bytes that records are read from, whatever their buffer's position. */
    void over(ByteBuffer source, int from, int to) {
        bytes = source;
        at = from;
        limit = to;
    }

    /**
     * Moves to the next record.
     *
     * @throws CorruptBatchException when it does not fit into the bytes
     */
    void advance() {
        start = at;
        int size = length("record", varint(), limit);
        end = at + size;
        length("field", 1, end);
        attributes = bytes.get(at++);
        timestampDelta = varint();
        behindTimestamp = at;
        offsetDelta = varint();
        keyLength = field("key");
        keyAt = at;
        at += Math.max(0, keyLength);
        valueLength = field("value");
        if (at + Math.max(0, valueLength) > end) {
            throw new CorruptBatchException("a record reaches beyond its own length of " + size);
        }
        at = end;
    }

    private int field(String what) {
        long claimed = varint();
        return claimed == NONE ? NONE : length(what, claimed, end);
    }

    private int length(String what, long claimed, int bound) {
        if (claimed < 0 || claimed > bound - at) {
            throw new CorruptBatchException(
                    "a %s claims %d bytes where %d are left"
                            .formatted(what, claimed, Math.max(0, bound - at)));
        }
        return (int) claimed;
    }

    private long varint() {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            if (at >= limit) {
                length("number", 1, limit);
            }
            byte next = bytes.get(at++);
            value |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new CorruptBatchException("a number takes more than " + MAX_VARINT_BYTES + " bytes");
    }

    public long offset() {
        return baseOffset + offsetDelta;
    }

    /** Milliseconds since the epoch; -1 when it has none. */
    public long timestamp() {
        return appendTime >= 0 ? appendTime : baseTimestamp + timestampDelta;
    }

    public boolean hasKey() {
        return keyLength != NONE;
    }

    /** False for a tombstone. */
    public boolean hasValue() {
        return valueLength != NONE;
    }

    /** The buffer that {@link #keyAt} counts in; valid until the cursor moves. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Where the key begins, an absolute index. */
    public int keyAt() {
        return keyAt;
    }

    /** Bytes of the key; -1 when there is none. */
    public int keyLength() {
        return keyLength;
    }

    /** Where the record begins, its own length included. */
    int start() {
        return start;
    }

    /** The byte behind the record. */
    int end() {
        return end;
    }

    byte attributes() {
        return attributes;
    }

    /** What follows the length, the attributes and the timestamp: the same wherever it stands. */
    int behindTimestamp() {
        return behindTimestamp;
    }
}
