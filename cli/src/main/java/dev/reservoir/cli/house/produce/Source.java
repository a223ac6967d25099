package dev.reservoir.cli.house.produce;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;

/** Where records come from, one after the other. Used by one thread. */
interface Source extends Closeable {
    /**
     * Bytes of a value at most, where nothing but memory would end it. Producers refuse smaller
     * ones (max.request.size), and say so.
     */
    int LARGEST = 32 << 20;

    /** A key and a value, either of which may be missing. */
    final class Item {
        private final byte @Nullable [] key;
        private final byte @Nullable [] value;

        Item(byte @Nullable [] key, byte @Nullable [] value) {
            this.key = key;
            this.value = value;
        }

        static Item of(@Nullable String key, @Nullable String value) {
            return new Item(bytes(key), bytes(value));
        }

        private static byte @Nullable [] bytes(@Nullable String text) {
            return text == null ? null : text.getBytes(UTF_8);
        }

        byte @Nullable [] key() {
            return key;
        }

        byte @Nullable [] value() {
            return value;
        }
    }

    /**
     * The next one, or null at the end.
     *
     * @throws MalformedException if what comes cannot be read as what it should be
     */
    @Nullable Item next() throws IOException;

    /** What comes is not what it should be; the message says where and why. */
    final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }
}
