package dev.reservoir.log;

import java.util.ArrayList;
import java.util.List;

/**
 * A partition's transactions whose outcome is not durable: the open ones, and those whose marker is
 * on its way. They hold back the last stable offset (KIP-98). Changed under the owner's lock; any
 * thread reads.
 */
final class UndecidedTransactions {
    private static final long OPEN = Long.MAX_VALUE;

    /**
     * @param marker offset of its marker, {@link #OPEN} while it has none
     */
    private record Undecided(long first, long marker) {}

    /** By first offset; replaced as a whole. */
    private volatile List<Undecided> all = List.of();

    /** A transaction begins; the offset is above those of all that began before. */
    void begin(long first) {
        List<Undecided> more = new ArrayList<>(all);
        more.add(new Undecided(first, OPEN));
        all = List.copyOf(more);
    }

    /**
     * A transaction got its marker.
     *
     * @param durable what is durable now: what ended below it is decided
     */
    void end(long first, long marker, long durable) {
        List<Undecided> left = new ArrayList<>();
        for (Undecided undecided : all) {
            Undecided now =
                    undecided.first == first && undecided.marker == OPEN
                            ? new Undecided(first, marker)
                            : undecided;
            if (now.marker >= durable) {
                left.add(now);
            }
        }
        all = List.copyOf(left);
    }

    /** The offset below which every transaction is decided. */
    long stable(Offsets offsets) {
        for (Undecided undecided : all) {
            if (undecided.marker >= offsets.durable()) {
                return Math.max(offsets.start(), Math.min(undecided.first, offsets.durable()));
            }
        }
        return offsets.durable();
    }

    /**
     * The first offset of the oldest transaction without a marker; MAX_VALUE when there is none.
     */
    long firstOpen() {
        for (Undecided undecided : all) {
            if (undecided.marker == OPEN) {
                return undecided.first;
            }
        }
        return OPEN;
    }
}
