package dev.reservoir.cli.kafka.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.ByteUtils;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the primitive types of Kafka's protocol from a record, plain or, from a version on,
 * flexible (KIP-482: lengths plus one as varints, tagged fields at the end of a structure).
 */
final class RecordBytes {
    private final ByteBuffer bytes;
    private final boolean flexible;

    RecordBytes(ByteBuffer bytes, boolean flexible) {
        this.bytes = bytes;
        this.flexible = flexible;
    }

    int int32() {
        return bytes.getInt();
    }

    long int64() {
        return bytes.getLong();
    }

    String string() {
        String text = nullableString();
        return text == null ? "" : text;
    }

    @Nullable String nullableString() {
        int length = flexible ? ByteUtils.readUnsignedVarint(bytes) - 1 : bytes.getShort();
        return length < 0 ? null : new String(take(length), UTF_8);
    }

    byte[] bytes() {
        return take(length());
    }

    /** The number of elements of an array, or of bytes. */
    int length() {
        return Math.max(0, flexible ? ByteUtils.readUnsignedVarint(bytes) - 1 : bytes.getInt());
    }

    /** The tagged fields at the end of a structure, by tag; none in a version that has none. */
    Map<Integer, ByteBuffer> tags() {
        Map<Integer, ByteBuffer> tags = new HashMap<>();
        int count = flexible ? ByteUtils.readUnsignedVarint(bytes) : 0;
        for (int i = 0; i < count; i++) {
            int tag = ByteUtils.readUnsignedVarint(bytes);
            tags.put(tag, ByteBuffer.wrap(take(ByteUtils.readUnsignedVarint(bytes))));
        }
        return tags;
    }

    private byte[] take(int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalStateException(
                    "a length of " + length + " where " + bytes.remaining() + " bytes are left");
        }
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }
}
