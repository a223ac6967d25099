package dev.reservoir.coord.record;

import java.nio.ByteBuffer;

/** GroupMetadataKey, version 2: the state of a classic group. */
public record GroupKey(String group) implements RecordKey {
    private static final short VERSION = 2;

    @Override
    public ByteBuffer encode() {
        return new FieldWriter(false).int16(VERSION).string(group).finish();
    }
}
