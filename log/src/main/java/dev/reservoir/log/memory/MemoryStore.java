package dev.reservoir.log.memory;

import dev.reservoir.log.Assigned;
import dev.reservoir.log.Completion;
import dev.reservoir.log.Extent;
import dev.reservoir.log.Lease;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.SavedState;
import dev.reservoir.log.Signal;
import dev.reservoir.log.Slice;
import dev.reservoir.log.StateSource;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StorageException.Kind;
import dev.reservoir.log.StoreConfig;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** An open partition of a {@link MemoryEngine}; everything happens under the engine's lock. */
final class MemoryStore implements PartitionStore {
    /** A thread that waits until the durable offset has passed {@code offset}. */
    private record Waiter(long offset, Signal signal) {}

    final StoredPartition stored;
    final StateSource state;

    private final MemoryEngine engine;
    private final List<Waiter> waiters = new ArrayList<>();
    private @Nullable StorageException failure;
    private boolean closed;

    MemoryStore(MemoryEngine engine, StoredPartition stored, StateSource state) {
        this.engine = engine;
        this.stored = stored;
        this.state = state;
    }

    @Override
    public void append(
            ByteBuffer batches, Lease lease, long baseOffset, long nextOffset, int leaderEpoch) {
        synchronized (engine.lock) {
            checkOpen();
            Pending taken =
                    take(
                            new Assigned(stored.id, batches, baseOffset, nextOffset, leaderEpoch),
                            lease);
            if (taken != null) {
                engine.enqueue(List.of(taken));
            } else {
                engine.giveBack(stored.id, batches.remaining());
            }
        }
    }

    /** Moves the end behind batches; null when the partition has failed. */
    @Nullable Pending take(Assigned batches, Lease lease) {
        long end = stored.offsets().end();
        if (batches.baseOffset() != end || batches.nextOffset() <= end) {
            throw new IllegalArgumentException(
                    "an append from "
                            + batches.baseOffset()
                            + " to "
                            + batches.nextOffset()
                            + " does not go on from the end of "
                            + stored.id
                            + ", "
                            + end);
        }
        stored.reserve(batches.nextOffset());
        if (failure != null) {
            return null;
        }
        lease.retain();
        return new Pending.Append(
                stored.id, batches.batches().duplicate(), lease, batches.nextOffset());
    }

    @Override
    public Slice read(long offset, int maxBytes, boolean wholeFirst, long upTo)
            throws StorageException {
        synchronized (engine.lock) {
            checkServed();
            Offsets offsets = stored.offsets();
            if (offset < offsets.start()) {
                return Slice.EMPTY;
            }
            if (offset > upTo || upTo > offsets.durable()) {
                throw new IllegalArgumentException(
                        "a read of " + offset + " up to " + upTo + " does not fit " + offsets);
            }
            List<StoredBatch> batches = stored.from(offset, upTo);
            if (batches.isEmpty()) {
                return Slice.EMPTY;
            }
            long room = wholeFirst ? Math.max(maxBytes, batches.getFirst().size()) : maxBytes;
            long there = batches.stream().mapToLong(StoredBatch::size).sum();
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(room, there));
            for (StoredBatch batch : batches) {
                int count = Math.min(bytes.remaining(), batch.size());
                bytes.put(batch.bytes().duplicate().limit(count));
            }
            return new MemorySlice(bytes.flip(), engine.openSlices);
        }
    }

    @Override
    public void awaitDurable(long offset, Signal signal) {
        synchronized (engine.lock) {
            if (closed || failure() != null || stored.offsets().durable() > offset) {
                signal.raise();
            } else {
                waiters.add(new Waiter(offset, signal));
            }
        }
    }

    @Override
    public void forget(Signal signal) {
        synchronized (engine.lock) {
            waiters.removeIf(waiter -> waiter.signal() == signal);
        }
    }

    @Override
    public Offsets offsets() {
        synchronized (engine.lock) {
            return stored.offsets();
        }
    }

    @Override
    public @Nullable StorageException failure() {
        synchronized (engine.lock) {
            return failure != null ? failure : engine.failure();
        }
    }

    @Override
    public long find(long timestamp) throws StorageException {
        synchronized (engine.lock) {
            checkServed();
            return stored.find(timestamp);
        }
    }

    @Override
    public List<Extent> extents() throws StorageException {
        synchronized (engine.lock) {
            checkServed();
            return stored.describe();
        }
    }

    @Override
    public void settle() {
        engine.checkpoint();
    }

    @Override
    public Completion trim(long newStart) {
        synchronized (engine.lock) {
            checkOpen();
            Offsets offsets = stored.offsets();
            if (newStart > offsets.durable()) {
                throw new IllegalArgumentException(
                        "the start of "
                                + stored.id
                                + " cannot move to "
                                + newStart
                                + ": "
                                + offsets);
            }
            Completion completion = new Completion();
            StorageException why = failure();
            if (why != null) {
                completion.fail(why);
            } else if (newStart <= offsets.start()) {
                completion.succeed();
            } else {
                engine.enqueue(List.of(new Pending.Trim(stored.id, newStart, completion)));
            }
            return completion;
        }
    }

    @Override
    public void replace(long base, long next, Iterator<ByteBuffer> batches)
            throws StorageException {
        List<StoredBatch> compacted = new ArrayList<>();
        batches.forEachRemaining(bytes -> compacted.addAll(StoredBatch.copyOf(bytes)));
        synchronized (engine.lock) {
            checkOpen();
            StorageException why = failure();
            if (why != null) {
                throw why;
            }
            stored.replace(base, next, compacted);
        }
    }

    @Override
    public SavedState savedState() {
        synchronized (engine.lock) {
            return stored.saved();
        }
    }

    @Override
    public void configure(StoreConfig config) {
        synchronized (engine.lock) {
            stored.configure(config);
        }
    }

    @Override
    public void close() {
        synchronized (engine.lock) {
            if (!closed) {
                engine.forget(this);
                shut();
            }
        }
    }

    @Override
    public void delete() {
        synchronized (engine.lock) {
            if (!closed) {
                engine.remove(this);
                shut();
            }
        }
    }

    /** Ends this store: who waits looks again. */
    void shut() {
        closed = true;
        wake(Long.MAX_VALUE);
    }

    /** From now on nothing more becomes durable. */
    void fail(StorageException why) {
        failure = why;
        wake(Long.MAX_VALUE);
    }

    /** Raises who waited for the durable offset that was reached. */
    void wake(long durable) {
        waiters.removeIf(waiter -> {
            if (durable > waiter.offset()) {
                waiter.signal().raise();
                return true;
            }
            return false;
        });
    }

    boolean hasFailed() {
        return failure != null;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the store of " + stored.id + " is closed");
        }
    }

    private void checkServed() throws StorageException {
        checkOpen();
        if (failure != null && failure.kind() == Kind.OFFLINE) {
            throw failure;
        }
    }
}
