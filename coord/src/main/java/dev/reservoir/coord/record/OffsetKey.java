package dev.reservoir.coord.record;

import java.nio.ByteBuffer;

/** OffsetCommitKey, versions 0 and 1 (the same fields; 1 is written). */
public record OffsetKey(String group, String topic, int partition) implements RecordKey {
    private static final short VERSION = 1;

    @Override
    public ByteBuffer encode() {
        return encode(VERSION);
    }

    ByteBuffer encode(int version) {
        return new FieldWriter(false)
                .int16(version)
                .string(group)
                .string(topic)
                .int32(partition)
                .finish();
    }
}
