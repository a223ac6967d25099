package dev.reservoir.meta;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The counterpart of {@link EventWriter}. Lengths are checked against what is there before anything
 * is allocated; what does not fit is a {@link MetadataFormatException}.
 */
final class EventReader {
    private final ByteBuffer buffer;
    private final int start;

    /** Reads from the buffer's position; the buffer itself stays as it is. */
    EventReader(ByteBuffer buffer) {
        this.buffer = buffer.slice();
        this.start = buffer.position();
    }

    byte int8() {
        return need(Byte.BYTES).get();
    }

    short int16() {
        return need(Short.BYTES).getShort();
    }

    int int32() {
        return need(Integer.BYTES).getInt();
    }

    long int64() {
        return need(Long.BYTES).getLong();
    }

    UUID uuid() {
        need(2 * Long.BYTES);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    String string() {
        String value = nullableString();
        if (value == null) {
            throw damaged("a text that may not be null is null");
        }
        return value;
    }

    @Nullable String nullableString() {
        int length = int32();
        if (length == -1) {
            return null;
        }
        if (length < 0) {
            throw damaged("a text has the length " + length);
        }
        need(length);
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    SortedMap<String, String> strings() {
        int count = count();
        SortedMap<String, String> values = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            values.put(string(), string());
        }
        return values;
    }

    /** A number of things that take four bytes each at least. */
    int count() {
        int count = int32();
        if (count < 0 || count > buffer.remaining() / Integer.BYTES) {
            throw damaged("it announces " + count + " entries");
        }
        return count;
    }

    /** The next bytes, as a view. */
    ByteBuffer bytes(int length) {
        if (length < 0) {
            throw damaged("a part has the length " + length);
        }
        need(length);
        ByteBuffer view = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        return view;
    }

    void end() {
        if (buffer.hasRemaining()) {
            throw damaged(buffer.remaining() + " bytes follow its end");
        }
    }

    private ByteBuffer need(int bytes) {
        if (buffer.remaining() < bytes) {
            throw damaged(
                    "it needs "
                            + bytes
                            + " more bytes, but only "
                            + buffer.remaining()
                            + " follow");
        }
        return buffer;
    }

    private MetadataFormatException damaged(String what) {
        return new MetadataFormatException(
                "The metadata is damaged at byte " + (start + buffer.position()) + ": " + what);
    }
}
