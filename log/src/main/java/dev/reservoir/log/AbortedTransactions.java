package dev.reservoir.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A partition's aborted transactions, in the order of their markers; {@value #ENTRY_BYTES} bytes
 * each. Guarded by the owner's lock.
 */
final class AbortedTransactions {
    static final int ENTRY_BYTES = 4 * Long.BYTES;

    private static final int LONGS = 4;
    private static final int PRODUCER = 0;
    private static final int FIRST = 1;
    private static final int LAST = 2;

    /** First offset of a transaction that was open at the marker, or the offset behind it. */
    private static final int STABLE = 3;

    private long[] entries = new long[0];
    private int size;

    /**
     * Adds one, whose marker lies behind those of all others.
     *
     * @param stable no transaction that ends later began below this offset
     */
    void add(AbortedTransaction aborted, long stable) {
        if ((size + 1) * LONGS > entries.length) {
            entries = Arrays.copyOf(entries, Math.max(LONGS, entries.length * 2));
        }
        int at = size++ * LONGS;
        entries[at + PRODUCER] = aborted.producerId();
        entries[at + FIRST] = aborted.firstOffset();
        entries[at + LAST] = aborted.lastOffset();
        entries[at + STABLE] = stable;
    }

    /** Those that wrote between two offsets, the second one excluded. */
    List<AbortedTransaction> between(long from, long upTo) {
        List<AbortedTransaction> found = new ArrayList<>();
        for (int i = firstEndingFrom(from); i < size; i++) {
            if (value(i, FIRST) < upTo) {
                found.add(
                        new AbortedTransaction(
                                value(i, PRODUCER), value(i, FIRST), value(i, LAST)));
            }
            if (value(i, STABLE) >= upTo) {
                break;
            }
        }
        return found;
    }

    /** Forgets those that ended below an offset. */
    void trim(long start) {
        int gone = firstEndingFrom(start);
        if (gone > 0) {
            entries = Arrays.copyOfRange(entries, gone * LONGS, size * LONGS);
            size -= gone;
        }
    }

    /** Forgets one, if it is there. */
    void forget(AbortedTransaction gone) {
        int at = firstEndingFrom(gone.lastOffset());
        if (at < size && value(at, LAST) == gone.lastOffset()) {
            int behind = (at + 1) * LONGS;
            System.arraycopy(entries, behind, entries, at * LONGS, size * LONGS - behind);
            size--;
        }
    }

    /** Index of the first one whose marker is at or behind an offset. */
    private int firstEndingFrom(long offset) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (value(middle, LAST) < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long value(int index, int field) {
        return entries[index * LONGS + field];
    }

    int encodedBytes() {
        return Integer.BYTES + size * ENTRY_BYTES;
    }

    void encode(ByteBuffer target) {
        target.putInt(size);
        for (int i = 0; i < size * LONGS; i++) {
            target.putLong(entries[i]);
        }
    }

    static AbortedTransactions decode(ByteBuffer source) {
        AbortedTransactions aborted = new AbortedTransactions();
        aborted.size = source.getInt();
        aborted.entries = new long[aborted.size * LONGS];
        for (int i = 0; i < aborted.entries.length; i++) {
            aborted.entries[i] = source.getLong();
        }
        return aborted;
    }
}
