package dev.reservoir.coord.record;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Reads the primitive types of Kafka's protocol guide, in the encoding of flexible versions
 * (KIP-482: compact lengths, tagged fields) or of the older ones. Lengths are checked against the
 * bytes that are there before anything is allocated.
 */
final class FieldReader {
    private final ByteBuffer bytes;
    private final boolean flexible;

    FieldReader(ByteBuffer bytes, boolean flexible) {
        this.bytes = bytes;
        this.flexible = flexible;
    }

    byte int8() {
        return require(1).get();
    }

    short int16() {
        return require(Short.BYTES).getShort();
    }

    int int32() {
        return require(Integer.BYTES).getInt();
    }

    long int64() {
        return require(Long.BYTES).getLong();
    }

    UUID uuid() {
        return new UUID(int64(), int64());
    }

    String string() {
        String text = nullableString();
        if (text == null) {
            throw new MalformedRecordException("a string that must be there is null");
        }
        return text;
    }

    @Nullable String nullableString() {
        int length = flexible ? varint() - 1 : int16();
        if (length < 0) {
            return null;
        }
        byte[] text = take(length);
        return length == 0 ? "" : new String(text, StandardCharsets.UTF_8);
    }

    Blob blob() {
        int length = flexible ? varint() - 1 : int32();
        if (length < 0) {
            throw new MalformedRecordException("a byte field that must be there is null");
        }
        return Blob.of(take(length));
    }

    /** Number of elements that follow; each takes at least a byte. */
    int arrayLength() {
        int length = nullableArrayLength();
        if (length < 0) {
            throw new MalformedRecordException("an array that must be there is null");
        }
        return length;
    }

    /** As {@link #arrayLength}; -1 for null. */
    int nullableArrayLength() {
        int length = flexible ? varint() - 1 : int32();
        if (length < -1 || length > bytes.remaining()) {
            throw new MalformedRecordException(
                    "an array claims "
                            + length
                            + " elements where "
                            + bytes.remaining()
                            + " bytes are left");
        }
        return length;
    }

    /** Takes the tagged fields of a flexible version; does nothing in an older one. */
    void taggedFields(TaggedField known) {
        if (!flexible) {
            return;
        }
        int count = varint();
        for (int i = 0; i < count; i++) {
            int tag = varint();
            int size = varint();
            ByteBuffer field = require(size).slice(bytes.position(), size);
            bytes.position(bytes.position() + size);
            known.take(tag, new FieldReader(field, true));
        }
    }

    /** What to do with a tagged field; the reader is limited to it, and it may stay unread. */
    interface TaggedField {
        TaggedField IGNORED = (tag, field) -> {};

        void take(int tag, FieldReader field);
    }

    private int varint() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = require(1).get();
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedRecordException("a variable-length integer is longer than 5 bytes");
    }

    private byte[] take(int length) {
        require(length);
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    private ByteBuffer require(int size) {
        if (size < 0 || bytes.remaining() < size) {
            throw new MalformedRecordException(
                    size + " bytes were expected, " + bytes.remaining() + " are left");
        }
        return bytes;
    }
}
