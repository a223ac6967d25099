package dev.reservoir.coord.record;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * The key of a record that this coordinator knows. Its first two bytes are the kind of record; keys
 * of other kinds (consumer, share and streams groups) are left alone.
 */
public sealed interface RecordKey permits OffsetKey, GroupKey {
    /** The key in the version that is written today. */
    ByteBuffer encode();

    /**
     * Reads a key.
     *
     * @param bytes from position to limit; not moved
     * @return null for a kind that is not known here
     * @throws MalformedRecordException when the bytes are no key of the kind they claim
     */
    static @Nullable RecordKey decode(ByteBuffer bytes) {
        FieldReader fields = new FieldReader(bytes.duplicate(), false);
        return switch (fields.int16()) {
            case 0, 1 -> new OffsetKey(fields.string(), fields.string(), fields.int32());
            case 2 -> new GroupKey(fields.string());
            default -> null;
        };
    }
}
