package dev.reservoir.log.memory;

import dev.reservoir.log.Assigned;
import dev.reservoir.log.Lease;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.StateSource;
import dev.reservoir.log.StorageEngine;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StorageException.Kind;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.log.TopicNames;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Partitions in memory, for tests and the simulator. It has no thread: what was appended waits in
 * one queue for all partitions until somebody calls {@link #step}, which is how delays are
 * injected; under {@link Pace#AT_ONCE} the append does so itself. Failures come on demand, and
 * {@link #crash} gives the engine that a restart after a crash would find. What it decides by
 * chance comes from the generator alone, so one seed gives one behaviour as long as one thread uses
 * it. Thread-safe.
 */
public final class MemoryEngine implements StorageEngine {
    /** When what was appended becomes durable. */
    public enum Pace {
        /** Before the append returns. */
        AT_ONCE,
        /** When the one thread that uses the engine calls {@link #step}. */
        STEPPED,
        /**
         * When another thread calls {@link #step}, and who waits for room waits for that thread.
         */
        DRIVEN
    }

    final Object lock = new Object();
    final AtomicInteger openSlices = new AtomicInteger();

    private final RandomGenerator random;
    private final Pace pace;
    private final long maxPendingBytes;
    private final Map<PartitionId, StoredPartition> partitions = new LinkedHashMap<>();
    private final Map<PartitionId, MemoryStore> open = new LinkedHashMap<>();
    private final List<StoredPartition> deleted = new ArrayList<>();

    /** What was submitted together stays together. */
    private final ArrayDeque<List<Pending>> queue = new ArrayDeque<>();

    private long admittedBytes;
    private @Nullable Kind refusal;
    private int refusals;
    private @Nullable StorageException failure;
    private boolean recovered;
    private boolean closed;

    /**
     * An empty engine.
     *
     * @param maxPendingBytes bytes that may be admitted and not durable yet; one admission alone
     *     may be larger
     */
    public MemoryEngine(RandomGenerator random, Pace pace, long maxPendingBytes) {
        this.random = random;
        this.pace = pace;
        this.maxPendingBytes = maxPendingBytes;
    }

    @Override
    public void recover(TopicNames alive) throws StorageException {
        synchronized (lock) {
            if (recovered) {
                throw new IllegalStateException("the engine has recovered already");
            }
            recovered = true;
            partitions
                    .keySet()
                    .removeIf(id ->
                            !id.equals(PartitionId.METADATA) && alive.nameOf(id.topicId()) == null);
        }
    }

    @Override
    public PartitionStore open(PartitionId id, StoreConfig config, StateSource state) {
        synchronized (lock) {
            if (closed || (!recovered && !id.equals(PartitionId.METADATA))) {
                throw new IllegalStateException(
                        closed
                                ? "the engine is closed"
                                : "only the metadata partition can be opened before recovery");
            }
            if (open.containsKey(id)) {
                throw new IllegalStateException(id + " is open already");
            }
            StoredPartition stored = partitions.computeIfAbsent(id, StoredPartition::new);
            stored.configure(config);
            MemoryStore store = new MemoryStore(this, stored, state);
            open.put(id, store);
            return store;
        }
    }

    /**
     * As the interface says. With {@link Pace#STEPPED} a wait passes by making steps, for a single
     * thread would wait in vain for another one to make them.
     */
    @Override
    public void admit(int bytes, long timeoutMs) throws StorageException, InterruptedException {
        synchronized (lock) {
            refuseIfAsked();
            if (timeoutMs > 0) {
                waitForRoom(bytes, timeoutMs);
            }
            if (failure != null) {
                throw failure;
            }
            if (!hasRoom(bytes)) {
                throw new StorageException(
                        Kind.BUSY,
                        admittedBytes
                                + " bytes wait to become durable and at most "
                                + maxPendingBytes
                                + " may; try again later");
            }
            admittedBytes += bytes;
        }
    }

    @Override
    public void append(List<Assigned> together) {
        synchronized (lock) {
            List<Pending> taken = new ArrayList<>();
            for (Assigned batches : together) {
                MemoryStore store = open.get(batches.id());
                Pending pending = store == null ? null : store.take(batches, Lease.NONE);
                if (pending != null) {
                    taken.add(pending);
                } else {
                    giveBack(batches.id(), batches.batches().remaining());
                }
            }
            if (!taken.isEmpty()) {
                enqueue(taken);
            }
        }
    }

    /** Nothing: what is appended becomes durable at the engine's pace. */
    @Override
    public void beginCommit() {}

    /** Nothing, as {@link #beginCommit}. */
    @Override
    public void carryCommit() {}

    /** The metadata partition's appends took no admission. */
    void giveBack(PartitionId id, int bytes) {
        if (!id.equals(PartitionId.METADATA)) {
            withdraw(bytes);
        }
    }

    private void waitForRoom(int bytes, long timeoutMs) throws InterruptedException {
        if (pace == Pace.STEPPED) {
            boolean more = true;
            while (more && !hasRoom(bytes)) {
                more = step();
            }
            return;
        }
        long deadline = System.nanoTime() + timeoutMs * 1_000_000;
        long leftMs = timeoutMs;
        while (!hasRoom(bytes) && failure == null && leftMs > 0) {
            lock.wait(leftMs);
            leftMs = (deadline - System.nanoTime()) / 1_000_000;
        }
    }

    private boolean hasRoom(int bytes) {
        return admittedBytes == 0 || admittedBytes + bytes <= maxPendingBytes;
    }

    private void refuseIfAsked() throws StorageException {
        if (refusal != null && refusals > 0) {
            refusals--;
            throw new StorageException(refusal, "the in-memory engine was told to refuse this");
        }
    }

    @Override
    public void withdraw(int bytes) {
        synchronized (lock) {
            if (bytes > admittedBytes) {
                throw new IllegalStateException(
                        bytes + " bytes are given back but only " + admittedBytes + " were taken");
            }
            admittedBytes -= bytes;
            lock.notifyAll();
        }
    }

    @Override
    public @Nullable StorageException failure() {
        synchronized (lock) {
            return failure;
        }
    }

    @Override
    public void close() {
        List<MemoryStore> stores;
        synchronized (lock) {
            if (closed) {
                return;
            }
            stores = List.copyOf(open.values());
        }
        if (failure() == null) {
            settle();
            checkpoint();
        }
        stores.forEach(MemoryStore::close);
        synchronized (lock) {
            dropQueue(new StorageException(Kind.FAILED, "the engine is closed"));
            closed = true;
        }
    }

    /**
     * Makes the next commit durable: at least one of the waiting appends and trims, at most all, as
     * chance has it, in order, and what was appended together as one.
     *
     * @return whether anything waited
     */
    public boolean step() {
        synchronized (lock) {
            if (queue.isEmpty() || failure != null) {
                return false;
            }
            int count = 1 + random.nextInt(queue.size());
            for (int i = 0; i < count; i++) {
                queue.remove().forEach(this::finish);
            }
            lock.notifyAll();
            return true;
        }
    }

    /** Makes everything durable that waits. */
    public void settle() {
        synchronized (lock) {
            boolean more = true;
            while (more) {
                more = step();
            }
        }
    }

    /** How many appends and trims wait. */
    public int queued() {
        synchronized (lock) {
            return queue.stream().mapToInt(List::size).sum();
        }
    }

    /** Slices that were handed out and not closed yet. */
    public int openSlices() {
        return openSlices.get();
    }

    /**
     * Saves the state of every open partition, valid from when its offset is durable, and settles
     * the extents that are closed. The caller holds no lock that a {@link StateSource} takes.
     */
    public void checkpoint() {
        List<MemoryStore> stores;
        synchronized (lock) {
            if (failure != null) {
                return;
            }
            stores = List.copyOf(open.values());
            deleted.clear();
            partitions.values().forEach(stored -> stored.checkpoint(null));
        }
        for (MemoryStore store : stores) {
            var state = store.state.capture();
            synchronized (lock) {
                store.stored.checkpoint(state);
            }
        }
    }

    /** Refuses the next {@code times} admissions with FULL, BUSY or FAILED. */
    public void refuse(Kind kind, int times) {
        synchronized (lock) {
            refusal = kind;
            refusals = times;
        }
    }

    /**
     * Fails an open partition with READ_ONLY, OFFLINE or FENCED: what waits of it is dropped. A
     * restart heals it.
     */
    public void failPartition(PartitionId id, Kind kind) {
        synchronized (lock) {
            MemoryStore store = open.get(id);
            if (store == null) {
                throw new IllegalArgumentException(id + " is not open");
            }
            store.fail(new StorageException(kind, "the in-memory engine was told to fail " + id));
            dropAll(id);
        }
    }

    /**
     * Fails all writing, as a failed sync does. What waits is neither durable nor surely lost: a
     * later {@link #crash} keeps some first part of it.
     */
    public void fail() {
        synchronized (lock) {
            if (failure == null) {
                stop(new StorageException(Kind.FAILED, "the in-memory engine was told to fail"));
            }
        }
    }

    /**
     * The process dies: this engine is of no use any more.
     *
     * @return what the next process finds: everything durable, and of what waited a first part as
     *     long as chance has it; of partitions deleted since the last checkpoint some are there
     *     again, until {@link #recover} is told that they are gone
     */
    public MemoryEngine crash() {
        synchronized (lock) {
            List<List<Pending>> waiting = List.copyOf(queue);
            MemoryEngine next = new MemoryEngine(random, pace, maxPendingBytes);
            partitions.forEach((id, stored) -> next.partitions.put(id, stored.copy()));
            for (StoredPartition gone : deleted) {
                if (random.nextBoolean()) {
                    next.partitions.put(gone.id, gone.copy());
                }
            }
            int kept = random.nextInt(waiting.size() + 1);
            waiting.subList(0, kept).forEach(together -> together.forEach(next::redo));
            StorageException crashed =
                    new StorageException(Kind.FAILED, "the in-memory engine has crashed");
            stop(crashed);
            dropQueue(crashed);
            closed = true;
            return next;
        }
    }

    /**
     * The engine that a restart after {@link #close} finds.
     *
     * @throws IllegalStateException when this one is not closed
     */
    public MemoryEngine reopen() {
        synchronized (lock) {
            if (!closed) {
                throw new IllegalStateException("the engine is still open; close it or crash it");
            }
            MemoryEngine next = new MemoryEngine(random, pace, maxPendingBytes);
            partitions.forEach((id, stored) -> next.partitions.put(id, stored.copy()));
            return next;
        }
    }

    /** Queues what stores were asked for; the lock is held. */
    void enqueue(List<Pending> together) {
        StorageException why = failure;
        if (why != null) {
            together.forEach(pending -> drop(pending, why));
            return;
        }
        queue.add(together);
        if (pace == Pace.AT_ONCE) {
            settle();
        }
    }

    /** A store was closed; the lock is held. */
    void forget(MemoryStore store) {
        open.remove(store.stored.id);
    }

    /** A store's partition is deleted; the lock is held. */
    void remove(MemoryStore store) {
        PartitionId id = store.stored.id;
        open.remove(id);
        deleted.add(store.stored);
        partitions.remove(id);
        dropAll(id);
    }

    private void finish(Pending pending) {
        StoredPartition stored = partitions.get(pending.id());
        if (stored == null) {
            throw new IllegalStateException(pending.id() + " is gone but has entries in the queue");
        }
        switch (pending) {
            case Pending.Append append -> {
                stored.add(StoredBatch.copyOf(append.batches()), append.next());
                giveBack(append.id(), append.batches().remaining());
                append.lease().release();
                MemoryStore store = open.get(append.id());
                if (store != null) {
                    store.wake(append.next());
                }
            }
            case Pending.Trim trim -> {
                stored.trim(trim.newStart());
                trim.completion().succeed();
            }
        }
    }

    /** Applies what survived the crash of another engine. */
    private void redo(Pending pending) {
        StoredPartition stored = partitions.get(pending.id());
        if (stored == null) {
            return;
        }
        switch (pending) {
            case Pending.Append append ->
                    stored.add(StoredBatch.copyOf(append.batches()), append.next());
            case Pending.Trim trim -> stored.trim(trim.newStart());
        }
    }

    private void stop(StorageException why) {
        failure = why;
        queue.stream()
                .flatMap(List::stream)
                .filter(Pending.Trim.class::isInstance)
                .forEach(trim -> drop(trim, why));
        open.values().forEach(store -> store.wake(Long.MAX_VALUE));
        lock.notifyAll();
    }

    private void dropAll(PartitionId id) {
        StorageException why = new StorageException(Kind.OFFLINE, id + " takes no writes any more");
        List<List<Pending>> before = List.copyOf(queue);
        queue.clear();
        for (List<Pending> together : before) {
            together.stream().filter(one -> one.id().equals(id)).forEach(one -> drop(one, why));
            List<Pending> left = together.stream().filter(one -> !one.id().equals(id)).toList();
            if (!left.isEmpty()) {
                queue.add(left);
            }
        }
    }

    private void dropQueue(StorageException why) {
        queue.forEach(together -> together.forEach(pending -> drop(pending, why)));
        queue.clear();
    }

    private void drop(Pending pending, StorageException why) {
        switch (pending) {
            case Pending.Append append -> {
                ByteBuffer batches = append.batches();
                giveBack(append.id(), batches.remaining());
                append.lease().release();
            }
            case Pending.Trim trim -> trim.completion().fail(why);
        }
    }
}
