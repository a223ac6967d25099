package dev.reservoir.log.compact;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/**
 * The last offset of each key, in 24 bytes a place outside the heap, where no collector walks over
 * it and {@link #close} gives it back at once. Keys are known by their {@link KeyHash}. The map is
 * many small ones, chosen by the hash, that grow one by one: what is old and what is new are there
 * twice for one of them only, so the bound is close to what is used. Used by the thread that made
 * it.
 */
final class KeyOffsets implements AutoCloseable {
    /** A hash and an offset. */
    static final int PLACE_BYTES = 3 * Long.BYTES;

    /** The least memory with which anything can be done. */
    static final int LEAST_BYTES = 1_024;

    private static final int PARTS_BITS = 6;

    /** From here on a map is in parts. */
    private static final long PARTED_PLACES = 1 << 14;

    private static final int LOW = Long.BYTES;
    private static final int OFFSET = 2 * Long.BYTES;
    private static final int FIRST_PLACES = 16;
    private static final double MAX_LOAD = 0.8;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private final KeyHash hash;
    private final Part[] parts;
    private final int partBits;

    /**
     * @param maxBytes memory that is taken at most, at least {@value #LEAST_BYTES}
     */
    KeyOffsets(long maxBytes, KeyHash hash) {
        if (maxBytes < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "a map of keys takes at least " + LEAST_BYTES + " bytes, not " + maxBytes);
        }
        this.hash = hash;
        long places = maxBytes / PLACE_BYTES;
        this.partBits = places < PARTED_PLACES ? 0 : PARTS_BITS;
        this.parts = new Part[1 << partBits];
        // A part that grows is there twice for a moment; a single one is never all there is.
        long each = partBits == 0 ? places / 2 : places / (parts.length + 1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new Part(each);
        }
    }

    boolean isEmpty() {
        for (Part part : parts) {
            if (part.keys > 0) {
                return false;
            }
        }
        return true;
    }

    /** Keys that it holds. */
    long keys() {
        long keys = 0;
        for (Part part : parts) {
            keys += part.keys;
        }
        return keys;
    }

    /** Memory that it takes. */
    long bytes() {
        long bytes = 0;
        for (Part part : parts) {
            bytes += part.table.memory.byteSize();
        }
        return bytes;
    }

    /**
     * Notes an offset, which is at least as high as all noted before.
     *
     * @return false when there is no room for this key
     */
    boolean put(ByteBuffer bytes, int at, int length, long offset) {
        hash.of(bytes, at, length);
        return part().put(hash.high(), hash.low(), offset);
    }

    /** The last offset of a key; -1 when it was not noted. */
    long last(ByteBuffer bytes, int at, int length) {
        hash.of(bytes, at, length);
        return part().last(hash.high(), hash.low());
    }

    private Part part() {
        return parts[partBits == 0 ? 0 : (int) (hash.low() >>> (Long.SIZE - partBits))];
    }

    @Override
    public void close() {
        for (Part part : parts) {
            part.table.close();
        }
    }

    /** Memory for so many places. */
    private static final class Table implements AutoCloseable {
        final long places;
        final MemorySegment memory;
        private final Arena arena = Arena.ofConfined();

        Table(long places) {
            this.places = places;
            this.memory = arena.allocate(places * PLACE_BYTES, Long.BYTES);
        }

        /** Where the key is, or may be put. */
        long find(long high, long low) {
            long end = places * PLACE_BYTES;
            long at = Math.unsignedMultiplyHigh(high, places) * PLACE_BYTES;
            while (memory.get(LONG, at + OFFSET) != 0
                    && (memory.get(LONG, at) != high || memory.get(LONG, at + LOW) != low)) {
                at += PLACE_BYTES;
                at = at == end ? 0 : at;
            }
            return at;
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    /** Open addressing; a place is free while its offset, kept plus one, is 0. */
    private static final class Part {
        private final long maxPlaces;
        private Table table;
        private long keys;

        Part(long maxPlaces) {
            this.maxPlaces = maxPlaces;
            this.table = new Table(Math.min(FIRST_PLACES, maxPlaces));
        }

        boolean put(long high, long low, long offset) {
            long at = table.find(high, low);
            if (table.memory.get(LONG, at + OFFSET) == 0) {
                if (keys >= (long) (table.places * MAX_LOAD)) {
                    return table.places < maxPlaces && grow() && put(high, low, offset);
                }
                keys++;
                table.memory.set(LONG, at, high);
                table.memory.set(LONG, at + LOW, low);
            }
            table.memory.set(LONG, at + OFFSET, offset + 1);
            return true;
        }

        long last(long high, long low) {
            return table.memory.get(LONG, table.find(high, low) + OFFSET) - 1;
        }

        private boolean grow() {
            try (Table old = table) {
                long oldEnd = old.places * PLACE_BYTES;
                Table larger = new Table(Math.min(maxPlaces, old.places + old.places / 2));
                for (long from = 0; from < oldEnd; from += PLACE_BYTES) {
                    if (old.memory.get(LONG, from + OFFSET) != 0) {
                        long to =
                                larger.find(
                                        old.memory.get(LONG, from),
                                        old.memory.get(LONG, from + LOW));
                        MemorySegment.copy(old.memory, from, larger.memory, to, PLACE_BYTES);
                    }
                }
                table = larger;
            }
            return true;
        }
    }
}
