package dev.reservoir.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Which leader epoch began at which offset (KIP-101, KIP-320). Epochs and offsets ascend. Guarded
 * by the owner's lock.
 */
final class EpochHistory {
    private record Entry(int epoch, long start) {}

    private final List<Entry> entries = new ArrayList<>(2);

    /** A batch of this epoch begins at this offset. */
    void note(int epoch, long offset) {
        if (entries.isEmpty() || entries.getLast().epoch < epoch) {
            entries.add(new Entry(epoch, offset));
        }
    }

    /** The epoch of the last batch; -1 when there is none. */
    int latest() {
        return entries.isEmpty() ? -1 : entries.getLast().epoch;
    }

    /** Epoch that wrote the record at an offset; -1 when it is not known. */
    int at(long offset) {
        int epoch = -1;
        for (Entry entry : entries) {
            if (entry.start > offset) {
                break;
            }
            epoch = entry.epoch;
        }
        return epoch;
    }

    EpochEnd end(int epoch, long logEnd) {
        if (epoch < 0 || entries.isEmpty() || epoch > latest()) {
            return EpochEnd.UNKNOWN;
        }
        if (epoch == latest()) {
            return new EpochEnd(epoch, logEnd);
        }
        Entry known = null;
        for (Entry entry : entries) {
            if (entry.epoch > epoch) {
                return new EpochEnd(known == null ? epoch : known.epoch, entry.start);
            }
            known = entry;
        }
        throw new AssertionError("an epoch below the latest one has a successor");
    }

    /**
     * Forgets what ended at or below the new start of the log; the epoch that holds it keeps an
     * entry there.
     */
    void trim(long start) {
        while (entries.size() > 1 && entries.get(1).start <= start) {
            entries.removeFirst();
        }
        if (!entries.isEmpty() && entries.getFirst().start < start) {
            entries.set(0, new Entry(entries.getFirst().epoch, start));
        }
    }

    /**
     * The same with an epoch under which nothing was written yet; what began there before is gone.
     */
    EpochHistory with(int epoch, long start) {
        EpochHistory extended = new EpochHistory();
        for (Entry entry : entries) {
            if (entry.start < start) {
                extended.entries.add(entry);
            }
        }
        extended.note(epoch, start);
        return extended;
    }

    int encodedBytes() {
        return Integer.BYTES + entries.size() * (Integer.BYTES + Long.BYTES);
    }

    void encode(ByteBuffer target) {
        target.putInt(entries.size());
        entries.forEach(entry -> target.putInt(entry.epoch).putLong(entry.start));
    }

    static EpochHistory decode(ByteBuffer source) {
        EpochHistory history = new EpochHistory();
        for (int left = source.getInt(); left > 0; left--) {
            history.note(source.getInt(), source.getLong());
        }
        return history;
    }
}
