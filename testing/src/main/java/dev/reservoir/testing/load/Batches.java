package dev.reservoir.testing.load;

import dev.reservoir.wire.batch.BatchBuilder;

import java.nio.ByteBuffer;
import java.util.List;

/** Makes batches whose contents tell where they belong. */
public final class Batches {
    private Batches() {}

    /**
     * A batch of {@code count} records from {@code base} on, all with one timestamp.
     *
     * @param tag written into every value, so that batches of different partitions differ
     * @param valueBytes size of each value, at least 16
     */
    public static ByteBuffer of(long base, int count, long timestamp, long tag, int valueBytes) {
        BatchBuilder builder = new BatchBuilder(base);
        for (int i = 0; i < count; i++) {
            ByteBuffer value = ByteBuffer.allocate(valueBytes);
            value.putLong(0, tag).putLong(Long.BYTES, base + i);
            for (int at = 2 * Long.BYTES; at < valueBytes; at++) {
                value.put(at, (byte) (tag * 31 + base + i + at));
            }
            builder.add(timestamp, null, value);
        }
        return builder.build(base + count - 1, 0);
    }

    /** The bytes of several batches in one buffer. */
    public static ByteBuffer concat(List<ByteBuffer> batches) {
        ByteBuffer all =
                ByteBuffer.allocate(batches.stream().mapToInt(ByteBuffer::remaining).sum());
        batches.forEach(batch -> all.put(batch.duplicate()));
        return all.flip();
    }
}
