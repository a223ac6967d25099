package dev.reservoir.testing.likekafka;

import dev.reservoir.testing.attack.RawBatch;

import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Batches whose bytes are the same each time they are made. */
final class Batches {
    private Batches() {}

    /** Three records. */
    static RawBatch good() {
        return at(0, 1, 2);
    }

    /** A record for each timestamp, given as milliseconds since the clients' time. */
    static RawBatch at(long... times) {
        return RawBatch.of(records(times));
    }

    private static SimpleRecord[] records(long... times) {
        return Arrays.stream(times)
                .mapToObj(time -> new SimpleRecord(Transcript.CLIENT_TIME + time, KEY, VALUE))
                .toArray(SimpleRecord[]::new);
    }

    private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);
    private static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);

    /** Records without a timestamp. */
    static RawBatch withoutTime() {
        return RawBatch.of(new SimpleRecord(-1, KEY, VALUE), new SimpleRecord(-1, KEY, VALUE));
    }

    static RawBatch withoutKey() {
        return RawBatch.of(
                new SimpleRecord(Transcript.CLIENT_TIME, KEY, VALUE),
                new SimpleRecord(Transcript.CLIENT_TIME, null, VALUE));
    }

    /** One record of so many zeros. */
    static RawBatch zeros(int size) {
        return RawBatch.of(new SimpleRecord(Transcript.CLIENT_TIME, KEY, new byte[size]));
    }

    static RawBatch compressed(CompressionType type) {
        return RawBatch.of(
                MemoryRecords.withRecords(Compression.of(type).build(), records(0, 1, 2)));
    }

    /** A message as it was before there were batches. */
    static byte[] ofFormat(int magic) {
        ByteBuffer buffer = ByteBuffer.allocate(200);
        try (var builder =
                MemoryRecords.builder(
                        buffer, (byte) magic, Compression.NONE, TimestampType.CREATE_TIME, 0L)) {
            builder.append(magic == 0 ? -1 : Transcript.CLIENT_TIME, KEY, VALUE);
            ByteBuffer made = builder.build().buffer();
            byte[] bytes = new byte[made.remaining()];
            made.get(bytes);
            return bytes;
        }
    }
}
