package dev.reservoir.testing.sim;

import dev.reservoir.log.Completion;
import dev.reservoir.log.Extent;
import dev.reservoir.log.Lease;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.SavedState;
import dev.reservoir.log.Signal;
import dev.reservoir.log.Slice;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StoreConfig;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;

/** A partition of a {@link SimEngine}. */
public class SimStore implements PartitionStore {
    private final SimEngine engine;
    private final PartitionStore store;
    private boolean closed;

    public SimStore(SimEngine engine, PartitionStore store) {
        this.engine = engine;
        this.store = store;
    }

    @Override
    public void append(
            ByteBuffer batches, Lease lease, long baseOffset, long nextOffset, int leaderEpoch) {
        store.append(batches, lease, baseOffset, nextOffset, leaderEpoch);
    }

    @Override
    public Slice read(long offset, int maxBytes, boolean wholeFirst, long upTo)
            throws StorageException {
        return store.read(offset, maxBytes, wholeFirst, upTo);
    }

    /** Whoever asks for this is about to wait for it. */
    @Override
    public void awaitDurable(long offset, Signal signal) {
        boolean more = true;
        while (more && store.failure() == null && store.offsets().durable() <= offset) {
            more = engine.memory().step();
        }
        store.awaitDurable(offset, signal);
    }

    @Override
    public void forget(Signal signal) {
        store.forget(signal);
    }

    @Override
    public Offsets offsets() {
        return store.offsets();
    }

    @Override
    public @Nullable StorageException failure() {
        return store.failure();
    }

    @Override
    public long find(long timestamp) throws StorageException {
        return store.find(timestamp);
    }

    @Override
    public List<Extent> extents() throws StorageException {
        return store.extents();
    }

    @Override
    public void settle() {
        store.settle();
    }

    @Override
    public Completion trim(long newStart) {
        Completion moved = store.trim(newStart);
        if (engine.isAtOnce()) {
            engine.memory().settle();
        }
        return moved;
    }

    @Override
    public void replace(long base, long next, Iterator<ByteBuffer> batches)
            throws StorageException {
        store.replace(base, next, batches);
    }

    @Override
    public SavedState savedState() {
        return store.savedState();
    }

    @Override
    public void configure(StoreConfig config) {
        store.configure(config);
    }

    @Override
    public void close() {
        closed = true;
        store.close();
    }

    @Override
    public void delete() {
        closed = true;
        store.delete();
    }

    final boolean isClosed() {
        return closed;
    }
}
