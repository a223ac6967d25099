package dev.reservoir.log.commit;

import dev.reservoir.log.StorageException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The group-commit machine: what waits when the last commit has become durable goes into the next
 * one. One platform thread makes commits durable, another applies them, so that the next commit
 * syncs while the last one is applied. While the load is low and the store is fast, whoever wants a
 * commit {@linkplain #carry carries} it all the way, which saves every hand-over between threads.
 *
 * @param <E> the entries
 * @param <P> where a commit went
 */
public final class GroupCommit<E extends CommitEntry, P> implements AutoCloseable {
    /**
     * A commit of at most so many bytes may be carried, and is applied at once if nothing waits.
     */
    private static final int SMALL_BYTES = 64 * 1024;

    /**
     * A store that took longer for its last commit is slow: there a caller would hold up what it
     * could do meanwhile.
     */
    private static final long FAST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final int INITIAL_ENTRIES = 16;

    private record Durable<E, P>(List<E> entries, P position) {}

    private final CommitStages<E, P> stages;
    private final int maxCommitBytes;
    private final LongSupplier nanoClock;
    private final Thread writer;
    private final Thread applier;

    private final Object queueLock = new Object();

    /** What was queued together, and so is never split among commits. */
    private final ArrayDeque<List<E>> queue = new ArrayDeque<>();

    private int queuedEntries;
    private long queuedBytes;

    /** Whether somebody asked for what is queued to be made durable. */
    private boolean wanted;

    /** Whether a thread makes a commit durable: the writer, or one that carries. */
    private boolean committing;

    private boolean writerWaits;
    private boolean fast;
    private boolean closing;
    private @Nullable StorageException failure;

    private final Object applyLock = new Object();
    private final ArrayDeque<Durable<E, P>> durable = new ArrayDeque<>();
    private boolean applying;
    private boolean writerDone;

    /**
     * @param maxCommitBytes what one commit holds at most, unless what was queued together is
     *     larger
     * @param nanoClock {@link System#nanoTime}, for how long a commit takes
     */
    public GroupCommit(
            String name, CommitStages<E, P> stages, int maxCommitBytes, LongSupplier nanoClock) {
        this.stages = stages;
        this.maxCommitBytes = maxCommitBytes;
        this.nanoClock = nanoClock;
        this.writer = Thread.ofPlatform().name(name + "-writer").daemon().unstarted(this::write);
        this.applier = Thread.ofPlatform().name(name + "-applier").daemon().unstarted(this::apply);
    }

    public void start() {
        writer.start();
        applier.start();
    }

    /**
     * Queues an entry; entries become durable and are applied in the order of these calls, once
     * somebody {@linkplain #begin begins} or {@linkplain #carry carries} a commit. Never blocks for
     * long, never refuses: after a failure the entry is answered at once.
     */
    public void enqueue(E entry) {
        enqueue(List.of(entry));
    }

    /**
     * As {@link #enqueue(CommitEntry)}, for entries that become durable together or not at all.
     *
     * @param together at least one
     */
    public void enqueue(List<E> together) {
        StorageException failed;
        synchronized (queueLock) {
            failed = failure;
            if (failed == null && closing) {
                failed =
                        new StorageException(
                                StorageException.Kind.FAILED, "the storage engine is closed");
            }
            if (failed == null) {
                queue.add(together);
                queuedEntries += together.size();
                queuedBytes += bytes(together);
                return;
            }
        }
        stages.fail(together, failed);
    }

    /** Has what is queued made durable by another thread. */
    public void begin() {
        synchronized (queueLock) {
            want();
        }
    }

    /**
     * Has what is queued made durable, for a caller that would wait for it: on this thread, if that
     * takes no longer than handing it over.
     */
    public void carry() {
        List<E> entries;
        synchronized (queueLock) {
            boolean quick = fast && queuedBytes <= SMALL_BYTES && !committing;
            if (!quick || queue.isEmpty() || !stages.isQuick(queuedEntries, queuedBytes)) {
                want();
                return;
            }
            entries = drain();
        }
        commit(entries);
    }

    private void want() {
        wanted |= !queue.isEmpty();
        if (wanted && !committing) {
            wakeWriter();
        }
    }

    private void wakeWriter() {
        if (writerWaits) {
            writerWaits = false;
            queueLock.notifyAll();
        }
    }

    /** Why nothing is written any more; null while it is. */
    public @Nullable StorageException failure() {
        synchronized (queueLock) {
            return failure;
        }
    }

    private void write() {
        try {
            for (List<E> entries = take(); !entries.isEmpty(); entries = take()) {
                commit(entries);
            }
        } catch (InterruptedException e) {
            failWith(new StorageException(StorageException.Kind.FAILED, "interrupted", e));
            drop();
        } finally {
            synchronized (applyLock) {
                writerDone = true;
                applyLock.notifyAll();
            }
        }
    }

    /** Makes drained entries durable, and applies them unless another thread has to. */
    private void commit(List<E> entries) {
        Durable<E, P> own = null;
        try {
            long began = nanoClock.getAsLong();
            Durable<E, P> done = new Durable<>(entries, makeDurable(entries));
            own = handOver(done, nanoClock.getAsLong() - began <= FAST_NANOS);
        } catch (StorageException e) {
            drop();
        } finally {
            committed();
        }
        if (own != null) {
            stages.apply(own.entries, own.position);
            applied();
        }
    }

    private P makeDurable(List<E> entries) throws StorageException {
        try {
            return stages.makeDurable(entries);
        } catch (StorageException e) {
            failWith(e);
            stages.fail(entries, e);
            throw e;
        } catch (RuntimeException | Error e) {
            StorageException cause =
                    new StorageException(
                            StorageException.Kind.FAILED,
                            "writing stopped by a defect: "
                                    + e
                                    + "; restart to recover what is durable",
                            e);
            failWith(cause);
            stages.fail(entries, cause);
            throw cause;
        }
    }

    private void committed() {
        synchronized (queueLock) {
            committing = false;
            if (wanted || closing || failure != null) {
                wakeWriter();
            }
        }
    }

    /**
     * Waits for entries that are wanted; empty when the machine was closed or failed and nothing is
     * left.
     */
    private List<E> take() throws InterruptedException {
        synchronized (queueLock) {
            while (committing || !(wanted || closing || failure != null)) {
                writerWaits = true;
                queueLock.wait();
            }
            writerWaits = false;
            return queue.isEmpty() ? List.of() : drain();
        }
    }

    /** Takes what one commit holds; from now on this thread commits. */
    private List<E> drain() {
        committing = true;
        List<E> entries = new ArrayList<>(Math.min(queuedEntries, INITIAL_ENTRIES));
        long bytes = 0;
        for (List<E> next = queue.peek();
                next != null && (entries.isEmpty() || bytes + bytes(next) <= maxCommitBytes);
                next = queue.peek()) {
            bytes += bytes(next);
            entries.addAll(queue.remove());
        }
        queuedEntries -= entries.size();
        queuedBytes -= bytes;
        wanted = !queue.isEmpty();
        return entries;
    }

    /** Queues a commit to be applied; gives it back when this thread is to do that, and at once. */
    private @Nullable Durable<E, P> handOver(Durable<E, P> commit, boolean wasFast) {
        boolean idle;
        synchronized (queueLock) {
            fast = wasFast;
            idle = !wanted && bytes(commit.entries) <= SMALL_BYTES;
        }
        synchronized (applyLock) {
            if (applying || !idle || !durable.isEmpty()) {
                durable.add(commit);
                applyLock.notifyAll();
                return null;
            }
            applying = true;
            return commit;
        }
    }

    private void applied() {
        synchronized (applyLock) {
            applying = false;
            if (!durable.isEmpty() || writerDone) {
                applyLock.notifyAll();
            }
        }
    }

    private long bytes(List<E> entries) {
        long bytes = 0;
        for (E entry : entries) {
            bytes += entry.bytes();
        }
        return bytes;
    }

    private void apply() {
        try {
            for (Durable<E, P> commit = nextDurable(); commit != null; commit = nextDurable()) {
                stages.apply(commit.entries, commit.position);
                applied();
            }
        } catch (InterruptedException e) {
            failWith(new StorageException(StorageException.Kind.FAILED, "interrupted", e));
        }
    }

    private @Nullable Durable<E, P> nextDurable() throws InterruptedException {
        synchronized (applyLock) {
            while (durable.isEmpty() || applying) {
                if (writerDone && durable.isEmpty() && !applying) {
                    return null;
                }
                applyLock.wait();
            }
            applying = true;
            return durable.remove();
        }
    }

    private void failWith(StorageException cause) {
        synchronized (queueLock) {
            if (failure == null) {
                failure = cause;
            }
        }
    }

    private void drop() {
        List<E> dropped;
        StorageException cause;
        synchronized (queueLock) {
            dropped = new ArrayList<>(queuedEntries);
            queue.forEach(dropped::addAll);
            queue.clear();
            queuedEntries = 0;
            queuedBytes = 0;
            wanted = false;
            cause = failure;
        }
        if (cause != null && !dropped.isEmpty()) {
            stages.fail(dropped, cause);
        }
    }

    /** Makes durable and applies what is queued, then stops both threads. */
    @Override
    public void close() {
        synchronized (queueLock) {
            closing = true;
            queueLock.notifyAll();
        }
        join(writer);
        join(applier);
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
