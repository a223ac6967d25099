package dev.reservoir.log;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;

/**
 * One partition in an engine. What is true of every engine (offset assignment, sequences, epochs,
 * retention rules) stands above it, in {@link PartitionLog}.
 *
 * <p>Thread-safe, except that the caller serialises {@link #append} for one partition. After a
 * crash a store holds a prefix of what was appended, at least up to every offset that was once
 * reported as durable.
 */
public interface PartitionStore {
    /**
     * Takes whole batches with their offsets assigned and queues them to be made durable; returns
     * at once and never refuses, for the bytes were {@linkplain StorageEngine#admit admitted}. They
     * become readable, and {@link Offsets#durable} moves past them, when they are durable and
     * applied, in order; {@link StorageEngine#beginCommit} sees to that.
     *
     * @param batches from position to limit; not changed by the caller afterwards
     * @param lease kept (retained) by the engine until it needs the bytes no more
     * @param baseOffset first offset; must be the end of the log
     * @param nextOffset the offset behind the last record
     * @param leaderEpoch the writer's epoch; an engine that can be taken over refuses an older one
     *     by failing the partition
     */
    void append(ByteBuffer batches, Lease lease, long baseOffset, long nextOffset, int leaderEpoch);

    /**
     * The batches from the one that holds {@code offset} on.
     *
     * @param offset at least the start and at most {@code upTo}
     * @param maxBytes bound on the length; with {@code wholeFirst} the first batch is whole even
     *     when it is larger
     * @param upTo offset the slice must not reach beyond; at most the durable offset
     * @throws StorageException OFFLINE or CORRUPT
     */
    Slice read(long offset, int maxBytes, boolean wholeFirst, long upTo) throws StorageException;

    /**
     * Raises {@code signal} once when {@link Offsets#durable} has passed {@code offset}, or when
     * the store fails or is closed. The caller looks again before it waits. Spurious raises are
     * allowed.
     */
    void awaitDurable(long offset, Signal signal);

    /** Withdraws a wait; does nothing when it is gone. */
    void forget(Signal signal);

    Offsets offsets();

    /**
     * Why this partition takes no appends (READ_ONLY, OFFLINE, FENCED, or the engine's failure);
     * null while it does.
     */
    @Nullable StorageException failure();

    /**
     * Where to look for a time.
     *
     * @param timestamp milliseconds; {@link Long#MAX_VALUE} asks for the batch with the largest
     *     timestamp
     * @return base offset of the first durable batch whose largest timestamp is at least {@code
     *     timestamp}, or of the first batch that has the largest of all; -1 when there is none
     */
    long find(long timestamp) throws StorageException;

    /**
     * The runs that make up the durable part, in order, the last one being the active one; empty
     * for an empty log.
     */
    List<Extent> extents() throws StorageException;

    /**
     * Asks for the extents that are closed to become settled soon. Returns at once.
     *
     * @see Extent#settled
     */
    void settle();

    /**
     * Moves the start of the log up to {@code newStart} (never back; at most the durable offset).
     * Durable before the completion succeeds and before anything is removed. {@link Offsets#start}
     * moves when it is durable.
     */
    Completion trim(long newStart);

    /**
     * Puts compacted batches in the place of the extents from {@code base} to {@code next}, all of
     * them settled. Atomic: after a crash either the old or the new batches are there. Blocks until
     * it is durable. Readers with open slices keep what they have.
     *
     * @param batches whole batches, offsets ascending, each between {@code base} and {@code next}
     */
    void replace(long base, long next, Iterator<ByteBuffer> batches) throws StorageException;

    /** The newest state that a checkpoint saved; {@link SavedState#EMPTY} when there is none. */
    SavedState savedState();

    /** Takes a new layout; holds from the next segment on. */
    void configure(StoreConfig config);

    /** Lets go of everything the open store holds. Data stays. */
    void close();

    /**
     * Removes the partition for good, after the event that says so is durable. Open slices stay
     * readable until closed.
     */
    void delete();
}
