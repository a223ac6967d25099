package dev.reservoir.coord.record;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Writes what {@link FieldReader} reads, into a buffer that grows. */
final class FieldWriter {
    private static final int INITIAL_BYTES = 64;

    private final boolean flexible;
    private ByteBuffer bytes = ByteBuffer.allocate(INITIAL_BYTES);

    FieldWriter(boolean flexible) {
        this.flexible = flexible;
    }

    FieldWriter int8(int value) {
        reserve(1).put((byte) value);
        return this;
    }

    FieldWriter int16(int value) {
        reserve(Short.BYTES).putShort((short) value);
        return this;
    }

    FieldWriter int32(int value) {
        reserve(Integer.BYTES).putInt(value);
        return this;
    }

    FieldWriter int64(long value) {
        reserve(Long.BYTES).putLong(value);
        return this;
    }

    FieldWriter uuid(UUID value) {
        return int64(value.getMostSignificantBits()).int64(value.getLeastSignificantBits());
    }

    FieldWriter string(@Nullable String value) {
        if (value == null) {
            return flexible ? varint(0) : int16(-1);
        }
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        if (flexible) {
            varint(text.length + 1);
        } else if (text.length > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a string takes "
                            + text.length
                            + " bytes, at most "
                            + Short.MAX_VALUE
                            + " fit in this version");
        } else {
            int16(text.length);
        }
        reserve(text.length).put(text);
        return this;
    }

    FieldWriter blob(Blob value) {
        arrayLength(value.size());
        reserve(value.size()).put(value.array());
        return this;
    }

    FieldWriter arrayLength(int length) {
        return flexible ? varint(length + 1) : int32(length);
    }

    FieldWriter nullArray() {
        return flexible ? varint(0) : int32(-1);
    }

    /** Ends a structure that has no tagged fields. */
    FieldWriter noTaggedFields() {
        return flexible ? varint(0) : this;
    }

    /** Ends a structure with these tagged fields. */
    FieldWriter tagged(Tags tags) {
        varint(tags.count);
        ByteBuffer fields = tags.fields.finish();
        reserve(fields.remaining()).put(fields);
        return this;
    }

    /** The tagged fields of a structure, in ascending order of their tags. */
    static final class Tags {
        private final FieldWriter fields = new FieldWriter(true);
        private int count;

        void int16(int tag, int value) {
            begin(tag, Short.BYTES).int16(value);
        }

        void int64(int tag, long value) {
            begin(tag, Long.BYTES).int64(value);
        }

        void uuid(int tag, UUID value) {
            begin(tag, 2 * Long.BYTES).uuid(value);
        }

        private FieldWriter begin(int tag, int size) {
            count++;
            return fields.varint(tag).varint(size);
        }
    }

    /** What was written. The writer must not be used afterwards. */
    ByteBuffer finish() {
        return bytes.flip();
    }

    private FieldWriter varint(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            reserve(1).put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        reserve(1).put((byte) rest);
        return this;
    }

    private ByteBuffer reserve(int size) {
        if (bytes.remaining() < size) {
            int needed = Math.addExact(bytes.position(), size);
            bytes = ByteBuffer.allocate(Math.max(needed, bytes.capacity() * 2)).put(bytes.flip());
        }
        return bytes;
    }
}
