package dev.reservoir.log.compact;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The last offset of each key, in 24 bytes a place: keys are known by 128 bits of their SHA-256,
 * which no two keys share in practice. Grows up to a bound. Not thread-safe.
 */
final class KeyOffsets {
    /** Bytes of memory that one key may take, empty places included. */
    static final int BYTES_PER_KEY = 48;

    private static final int INITIAL_PLACES = 1 << 10;

    private final MessageDigest digest = sha256();
    private final int maxKeys;
    private int keys;
    private long[] high = new long[INITIAL_PLACES];
    private long[] low = new long[INITIAL_PLACES];
    private long[] offsets = new long[INITIAL_PLACES];

    KeyOffsets(int maxKeys) {
        this.maxKeys = maxKeys;
        Arrays.fill(offsets, -1);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    boolean isEmpty() {
        return keys == 0;
    }

    /** Whether so many more keys fit. */
    boolean hasRoomFor(int more) {
        return (long) keys + more <= maxKeys;
    }

    /** Notes an offset, which is above all noted before. */
    void put(ByteBuffer key, long offset) {
        if (2 * (keys + 1) > offsets.length) {
            grow();
        }
        ByteBuffer hash = hash(key);
        int place = place(hash.getLong(0), hash.getLong(8));
        if (offsets[place] < 0) {
            keys++;
            high[place] = hash.getLong(0);
            low[place] = hash.getLong(8);
        }
        offsets[place] = offset;
    }

    /** The last offset of a key; -1 when it was not noted. */
    long last(ByteBuffer key) {
        ByteBuffer hash = hash(key);
        return offsets[place(hash.getLong(0), hash.getLong(8))];
    }

    private ByteBuffer hash(ByteBuffer key) {
        digest.update(key.duplicate());
        return ByteBuffer.wrap(digest.digest());
    }

    private int place(long wantedHigh, long wantedLow) {
        int mask = offsets.length - 1;
        int place = (int) wantedHigh & mask;
        while (offsets[place] >= 0 && (high[place] != wantedHigh || low[place] != wantedLow)) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        long[] old = offsets;
        high = new long[old.length * 2];
        low = new long[old.length * 2];
        offsets = new long[old.length * 2];
        Arrays.fill(offsets, -1);
        for (int i = 0; i < old.length; i++) {
            if (old[i] >= 0) {
                int place = place(oldHigh[i], oldLow[i]);
                high[place] = oldHigh[i];
                low[place] = oldLow[i];
                offsets[place] = old[i];
            }
        }
    }
}
