package dev.reservoir.testing.attack;

import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;

/** A record batch whose fields can be spoiled one by one; places as in the protocol guide. */
public final class RawBatch {
    public static final int LENGTH = 8;
    public static final int MAGIC = 16;
    public static final int CRC = 17;
    public static final int LEADER_EPOCH = 12;
    public static final int ATTRIBUTES = 21;
    public static final int LAST_OFFSET_DELTA = 23;
    public static final int BASE_TIMESTAMP = 27;
    public static final int MAX_TIMESTAMP = 35;
    public static final int PRODUCER_ID = 43;
    public static final int PRODUCER_EPOCH = 51;
    public static final int BASE_SEQUENCE = 53;
    public static final int COUNT = 57;
    public static final int RECORDS = 61;
    private static final int GZIP = 1;

    private final ByteBuffer bytes;

    private RawBatch(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** A good batch of three records. */
    public static RawBatch good() {
        long now = System.currentTimeMillis();
        return of(
                new SimpleRecord(now, utf8("a"), utf8("1")),
                new SimpleRecord(now, utf8("b"), utf8("2")),
                new SimpleRecord(now, null, utf8("3")));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static RawBatch of(SimpleRecord... records) {
        return of(MemoryRecords.withRecords(Compression.NONE, records));
    }

    /** What Kafka's builder made. */
    public static RawBatch of(MemoryRecords records) {
        ByteBuffer source = records.buffer().duplicate();
        ByteBuffer copy = ByteBuffer.allocate(source.remaining());
        return new RawBatch(copy.put(source).flip());
    }

    public RawBatch withInt(int at, int value) {
        bytes.putInt(at, value);
        return this;
    }

    public RawBatch withLong(int at, long value) {
        bytes.putLong(at, value);
        return this;
    }

    public RawBatch withShort(int at, int value) {
        bytes.putShort(at, (short) value);
        return this;
    }

    public RawBatch withByte(int at, int value) {
        bytes.put(at, (byte) value);
        return this;
    }

    /** One bit of the checksum is another, whatever it was. */
    public RawBatch withWrongChecksum() {
        return withInt(CRC, bytes.getInt(CRC) ^ 1);
    }

    /** The same with its records, as they are, compressed with gzip. */
    public RawBatch gzipped() {
        return withRecords(gzip(bytes.slice(RECORDS, bytes.limit() - RECORDS)), GZIP);
    }

    /** The same header with other bytes behind it. */
    public RawBatch withRecords(byte[] records, int compression) {
        ByteBuffer copy = ByteBuffer.allocate(RECORDS + records.length);
        copy.put(bytes.slice(0, RECORDS)).put(records).flip();
        return new RawBatch(copy)
                .withInt(LENGTH, copy.limit() - LEADER_EPOCH)
                .withShort(ATTRIBUTES, copy.getShort(ATTRIBUTES) | compression)
                .sealed();
    }

    private static byte[] gzip(ByteBuffer plain) {
        byte[] copy = new byte[plain.remaining()];
        plain.get(copy);
        var compressed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(compressed)) {
            out.write(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    /** Makes the checksum fit what was changed. */
    public RawBatch sealed() {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(ATTRIBUTES, bytes.limit() - ATTRIBUTES));
        bytes.putInt(CRC, (int) crc.getValue());
        return this;
    }

    public byte[] bytes() {
        byte[] copy = new byte[bytes.limit()];
        bytes.get(0, copy);
        return copy;
    }
}
