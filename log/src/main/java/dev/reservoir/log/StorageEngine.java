package dev.reservoir.log;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Where partitions live. An engine makes batches of all its partitions durable together (group
 * commit) and keeps no knowledge of producers, groups or passwords. Engines pass one contract
 * suite.
 *
 * <p>Life: construct (which makes the {@linkplain PartitionId#METADATA metadata partition} readable
 * and writable), {@link #open} that one and fold it, {@link #recover} with what it says is alive,
 * then open any partition.
 */
public interface StorageEngine extends AutoCloseable {
    /**
     * Brings every partition that was written after the last checkpoint up to the journal's end,
     * and drops what belongs to topics that are gone. Called once; can be killed anywhere and run
     * again.
     *
     * @param alive which topic ids exist in the metadata, and their names: a partition that was
     *     made after the last checkpoint is known by its topic's id only
     * @throws StorageException when nothing sensible can be served; the message says what to do
     */
    void recover(TopicNames alive) throws StorageException;

    /**
     * Opens a partition, making it if it does not exist. Cheap: touches no file until the partition
     * is used. At most one open store a partition.
     *
     * @param state asked for the folded state at checkpoints, until the store is closed
     */
    PartitionStore open(PartitionId id, StoreConfig config, StateSource state);

    /**
     * Reserves room for bytes that will be appended, waiting for back-pressure to let go;
     * afterwards {@link PartitionStore#append} and {@link #append} do not refuse. Every admission
     * is used by an append of as many bytes, or withdrawn. Appends to the {@linkplain
     * PartitionId#METADATA metadata partition} take no admission: like {@link PartitionStore#trim}
     * and {@link PartitionStore#delete} they work from the reserve, so that a full disk can be
     * cleared.
     *
     * @param timeoutMs how long to wait at most, 0 not at all
     * @throws StorageException FULL, FAILED or BUSY: nothing was reserved
     */
    void admit(int bytes, long timeoutMs) throws StorageException, InterruptedException;

    /** Gives back an admission that is not used after all. */
    void withdraw(int bytes);

    /**
     * {@linkplain PartitionStore#append Appends} to several open partitions. It becomes durable as
     * one: after a crash all of it is there or nothing (DURABILITY rule 3).
     */
    void append(List<Assigned> together);

    /**
     * Has what was appended made durable. Until this is called or somebody {@linkplain
     * PartitionStore#awaitDurable waits}, an append may stay queued, so that what one caller
     * appends to many partitions goes out together.
     */
    void beginCommit();

    /**
     * Like {@link #beginCommit}, for a caller that would wait for it anyway and holds no lock: the
     * engine may do the work on this thread when that is quick.
     */
    void carryCommit();

    /** Why the engine takes no writes at all; null while it does. */
    @Nullable StorageException failure();

    /**
     * Stops cleanly: makes everything durable and writes a checkpoint. Open stores are closed. A
     * second call does nothing.
     */
    @Override
    void close();
}
