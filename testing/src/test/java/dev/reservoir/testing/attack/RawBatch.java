package dev.reservoir.testing.attack;

import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** A record batch whose fields can be spoiled one by one; places as in the protocol guide. */
final class RawBatch {
    static final int LENGTH = 8;
    static final int MAGIC = 16;
    static final int CRC = 17;
    static final int ATTRIBUTES = 21;
    static final int LAST_OFFSET_DELTA = 23;
    static final int PRODUCER_ID = 43;
    static final int PRODUCER_EPOCH = 51;
    static final int BASE_SEQUENCE = 53;
    static final int COUNT = 57;
    static final int RECORDS = 61;

    private final ByteBuffer bytes;

    private RawBatch(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** A good batch of three records. */
    static RawBatch good() {
        long now = System.currentTimeMillis();
        return of(
                new SimpleRecord(now, utf8("a"), utf8("1")),
                new SimpleRecord(now, utf8("b"), utf8("2")),
                new SimpleRecord(now, null, utf8("3")));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static RawBatch of(SimpleRecord... records) {
        ByteBuffer source = MemoryRecords.withRecords(Compression.NONE, records).buffer();
        ByteBuffer copy = ByteBuffer.allocate(source.remaining());
        return new RawBatch(copy.put(source).flip());
    }

    RawBatch withInt(int at, int value) {
        bytes.putInt(at, value);
        return this;
    }

    RawBatch withShort(int at, int value) {
        bytes.putShort(at, (short) value);
        return this;
    }

    RawBatch withByte(int at, int value) {
        bytes.put(at, (byte) value);
        return this;
    }

    /** One bit of the checksum is another, whatever it was. */
    RawBatch withWrongChecksum() {
        return withInt(CRC, bytes.getInt(CRC) ^ 1);
    }

    /** Makes the checksum fit what was changed. */
    RawBatch sealed() {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(ATTRIBUTES, bytes.limit() - ATTRIBUTES));
        bytes.putInt(CRC, (int) crc.getValue());
        return this;
    }

    byte[] bytes() {
        byte[] copy = new byte[bytes.limit()];
        bytes.get(0, copy);
        return copy;
    }
}
