package dev.reservoir.coord.transaction;

import dev.reservoir.coord.runner.Producer;

/**
 * Who may write under a transactional id.
 *
 * @param previousId the producer id before this one; -1 when there was none
 * @param nextId the one that takes over when the transaction has ended; -1 when this one stays
 * @param lastEpoch the epoch before this one, when its holder was told of this one; -1 otherwise
 */
record ProducerIdentity(long id, long previousId, long nextId, short epoch, short lastEpoch) {
    static final long NO_ID = -1;
    static final short NO_EPOCH = -1;

    /** The largest epoch is left for fencing. */
    private static final short LAST_EPOCH = Short.MAX_VALUE - 1;

    static ProducerIdentity first(long id) {
        return new ProducerIdentity(id, NO_ID, NO_ID, (short) 0, NO_EPOCH);
    }

    static boolean isLastEpoch(short epoch) {
        return epoch >= LAST_EPOCH;
    }

    boolean isExhausted() {
        return isLastEpoch(epoch);
    }

    Producer producer() {
        return new Producer(id, epoch);
    }

    /** Whether it is what a producer has been given; the largest epoch never was. */
    boolean is(Producer producer) {
        return epoch != Short.MAX_VALUE && producer().equals(producer);
    }

    /** Whether the epoch is one that only fences, and is given to nobody. */
    boolean isNobodys() {
        return epoch == Short.MAX_VALUE && nextId == NO_ID;
    }

    /**
     * The next epoch.
     *
     * @param last the epoch of whoever is told of it; {@link #NO_EPOCH} for nobody
     */
    ProducerIdentity bumped(short last) {
        return new ProducerIdentity(id, previousId, nextId, (short) (epoch + 1), last);
    }

    /** As {@link #bumped}, once for all: whoever has this epoch may not go on. */
    ProducerIdentity fenced() {
        return epoch == Short.MAX_VALUE ? this : bumped(NO_EPOCH);
    }

    ProducerIdentity rotated(long newId, short last) {
        return new ProducerIdentity(newId, id, NO_ID, (short) 0, last);
    }

    /**
     * The identity that its holder is to go on with when its transaction has ended: the next epoch,
     * or a new id when the epochs are used up.
     */
    ProducerIdentity ending(long freshId) {
        return new ProducerIdentity(
                id, previousId, isExhausted() ? freshId : NO_ID, (short) (epoch + 1), epoch);
    }

    /** The identity after the transaction has ended. */
    ProducerIdentity completed() {
        return nextId == NO_ID
                ? new ProducerIdentity(id, id, NO_ID, epoch, lastEpoch)
                : rotated(nextId, lastEpoch);
    }
}
