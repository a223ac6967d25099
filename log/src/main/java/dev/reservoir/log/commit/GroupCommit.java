package dev.reservoir.log.commit;

import dev.reservoir.log.StorageException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The group-commit machine: what waits when the last commit has become durable goes into the next
 * one. One platform thread makes commits durable, another applies them, so that the next commit
 * syncs while the last one is applied; while the load is low the first thread applies too, which
 * saves the hand-over.
 *
 * @param <E> the entries
 * @param <P> where a commit went
 */
public final class GroupCommit<E extends CommitEntry, P> implements AutoCloseable {
    /** A commit of at most so many bytes is applied by the writing thread if nothing waits. */
    private static final int APPLY_INLINE_BYTES = 64 * 1024;

    private static final int INITIAL_ENTRIES = 16;

    private record Durable<E, P>(List<E> entries, P position) {}

    private final CommitStages<E, P> stages;
    private final int maxCommitBytes;
    private final Thread writer;
    private final Thread applier;

    private final Object queueLock = new Object();
    private final ArrayDeque<E> queue = new ArrayDeque<>();
    private boolean writerWaits;
    private boolean closing;
    private @Nullable StorageException failure;

    private final Object applyLock = new Object();
    private final ArrayDeque<Durable<E, P>> durable = new ArrayDeque<>();
    private boolean applying;
    private boolean writerDone;

    /**
     * @param maxCommitBytes what one commit holds at most, unless a single entry is larger
     */
    public GroupCommit(String name, CommitStages<E, P> stages, int maxCommitBytes) {
        this.stages = stages;
        this.maxCommitBytes = maxCommitBytes;
        this.writer = Thread.ofPlatform().name(name + "-writer").daemon().unstarted(this::write);
        this.applier = Thread.ofPlatform().name(name + "-applier").daemon().unstarted(this::apply);
    }

    public void start() {
        writer.start();
        applier.start();
    }

    /**
     * Queues an entry; entries become durable and are applied in the order of these calls. Never
     * blocks for long, never refuses: after a failure the entry is answered at once.
     */
    public void submit(E entry) {
        StorageException failed;
        synchronized (queueLock) {
            failed = failure;
            if (failed == null && closing) {
                failed =
                        new StorageException(
                                StorageException.Kind.FAILED, "the storage engine is closed");
            }
            if (failed == null) {
                queue.add(entry);
                if (writerWaits) {
                    writerWaits = false;
                    queueLock.notifyAll();
                }
                return;
            }
        }
        stages.fail(List.of(entry), failed);
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
                handOver(new Durable<>(entries, makeDurable(entries)));
            }
        } catch (StorageException e) {
            drop();
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

    /** Waits for entries; empty when the machine was closed and nothing is left. */
    private List<E> take() throws InterruptedException {
        synchronized (queueLock) {
            while (queue.isEmpty()) {
                if (closing) {
                    return List.of();
                }
                writerWaits = true;
                queueLock.wait();
            }
            writerWaits = false;
            List<E> entries = new ArrayList<>(Math.min(queue.size(), INITIAL_ENTRIES));
            long bytes = 0;
            for (E next = queue.peek();
                    next != null && (entries.isEmpty() || bytes + next.bytes() <= maxCommitBytes);
                    next = queue.peek()) {
                bytes += next.bytes();
                entries.add(queue.remove());
            }
            return entries;
        }
    }

    private void handOver(Durable<E, P> commit) {
        boolean idle = isSmall(commit.entries) && queueIsEmpty();
        synchronized (applyLock) {
            durable.add(commit);
            if (applying || !idle || durable.size() > 1) {
                applyLock.notifyAll();
                return;
            }
            applying = true;
            durable.remove();
        }
        stages.apply(commit.entries, commit.position);
        applied();
    }

    private void applied() {
        synchronized (applyLock) {
            applying = false;
            if (!durable.isEmpty() || writerDone) {
                applyLock.notifyAll();
            }
        }
    }

    private boolean isSmall(List<E> entries) {
        long bytes = 0;
        for (E entry : entries) {
            bytes += entry.bytes();
        }
        return bytes <= APPLY_INLINE_BYTES;
    }

    private boolean queueIsEmpty() {
        synchronized (queueLock) {
            return queue.isEmpty();
        }
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
            dropped = new ArrayList<>(queue);
            queue.clear();
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
