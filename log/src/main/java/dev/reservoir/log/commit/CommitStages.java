package dev.reservoir.log.commit;

import dev.reservoir.log.StorageException;

import java.util.List;

/**
 * What a store does with a commit.
 *
 * @param <E> its entries
 * @param <P> where a commit went
 */
public interface CommitStages<E extends CommitEntry, P> {
    /**
     * Whether a commit of that size would be made durable at once: waiting for the disk, but for
     * nothing else. Asked under a lock.
     */
    boolean isQuick(int entries, long bytes);

    /**
     * Makes the entries durable as one. Called by one thread at a time.
     *
     * @throws StorageException when it is not known to be durable: nothing is written any more
     */
    P makeDurable(List<E> entries) throws StorageException;

    /**
     * Makes durable entries visible and answers for them. Called in the order of the commits, never
     * two at a time; must not throw.
     */
    void apply(List<E> entries, P position);

    /** Answers for entries that are not known to be durable. */
    void fail(List<E> entries, StorageException cause);
}
