package dev.reservoir.meta;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/** The fields of events as bytes, big-endian, into a buffer that grows. Used by one thread. */
final class EventWriter {
    private ByteBuffer buffer = ByteBuffer.allocate(128);

    EventWriter int8(int value) {
        room(Byte.BYTES).put((byte) value);
        return this;
    }

    EventWriter int16(int value) {
        room(Short.BYTES).putShort((short) value);
        return this;
    }

    EventWriter int32(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    EventWriter int64(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    EventWriter uuid(UUID value) {
        room(2 * Long.BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits());
        return this;
    }

    /** Length in bytes as int32, -1 for null, then UTF-8. */
    EventWriter string(@Nullable String value) {
        if (value == null) {
            return int32(-1);
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        int32(bytes.length).room(bytes.length).put(bytes);
        return this;
    }

    EventWriter strings(SortedMap<String, String> values) {
        int32(values.size());
        for (Map.Entry<String, String> entry : values.entrySet()) {
            string(entry.getKey()).string(entry.getValue());
        }
        return this;
    }

    EventWriter bytes(ByteBuffer value) {
        room(value.remaining()).put(value.duplicate());
        return this;
    }

    /** What was written, from position to limit. */
    ByteBuffer written() {
        return buffer.duplicate().flip();
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int needed = Math.addExact(buffer.position(), bytes);
            int doubled = (int) Math.min(2L * buffer.capacity(), Integer.MAX_VALUE - 8);
            buffer = ByteBuffer.allocate(Math.max(needed, doubled)).put(buffer.flip());
        }
        return buffer;
    }
}
