package dev.reservoir.wire;

import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Readable;

import java.nio.ByteBuffer;

/**
 * Reads a request's body and bounds the number of fields in it. A field takes a byte on the wire
 * and up to sixty on the heap, and a list takes four for each element it only announces: without
 * the bound one request of the largest size would fill the heap. Record batches are one field each.
 * Used by one thread.
 */
final class MeteredReadable implements Readable {
    /** Some hundred thousand partitions in one request, and less than 64 MB on the heap. */
    static final int MAX_FIELDS = 1_000_000;

    private final ByteBufferAccessor bytes;
    private int left = MAX_FIELDS;

    MeteredReadable(ByteBuffer bytes) {
        this.bytes = new ByteBufferAccessor(bytes);
    }

    private void count() {
        if (left-- == 0) {
            throw new IllegalArgumentException(
                    "it has more than " + MAX_FIELDS + " fields; send several smaller requests");
        }
    }

    /**
     * What a list may announce at most, for it is asked for nothing else: a list is made as large
     * as announced before its elements are read.
     */
    @Override
    public int remaining() {
        return Math.min(bytes.remaining(), left);
    }

    @Override
    public byte readByte() {
        count();
        return bytes.readByte();
    }

    @Override
    public short readShort() {
        count();
        return bytes.readShort();
    }

    @Override
    public int readInt() {
        count();
        return bytes.readInt();
    }

    @Override
    public long readLong() {
        count();
        return bytes.readLong();
    }

    @Override
    public double readDouble() {
        count();
        return bytes.readDouble();
    }

    @Override
    public byte[] readArray(int length) {
        return bytes.readArray(length);
    }

    @Override
    public int readUnsignedVarint() {
        count();
        return bytes.readUnsignedVarint();
    }

    @Override
    public ByteBuffer readByteBuffer(int length) {
        return bytes.readByteBuffer(length);
    }

    @Override
    public int readVarint() {
        count();
        return bytes.readVarint();
    }

    @Override
    public long readVarlong() {
        count();
        return bytes.readVarlong();
    }

    @Override
    public Readable slice() {
        return bytes.slice();
    }
}
