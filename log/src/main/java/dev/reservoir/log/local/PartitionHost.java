package dev.reservoir.log.local;

import dev.reservoir.log.SavedState;
import dev.reservoir.log.StorageException;

import org.jspecify.annotations.Nullable;

/** What a partition needs of the engine it belongs to. */
interface PartitionHost {
    /** Queues an entry for the journal; it goes there with the next commit that is begun. */
    void enqueue(JournalEntry entry);

    /** Has what is queued made durable. */
    void beginCommit();

    /** Lets go of an entry that was applied or failed. */
    void finish(JournalEntry entry);

    /** Why the engine takes no writes; null while it does. */
    @Nullable StorageException failure();

    /**
     * Reads a saved state from the checkpoint that has it.
     *
     * @return null when a newer checkpoint has taken its place: ask for the new place
     */
    @Nullable SavedState readState(StatePlace place);

    /** Has a checkpoint made soon. */
    void wantCheckpoint();

    /** A number that no other call, in this process or an earlier one, has given. */
    long nonce();

    /** What {@link #nonce} gave in earlier processes is below this. */
    long firstNonce();
}
