package dev.reservoir.log.local;

import dev.reservoir.log.SavedState;
import dev.reservoir.log.Signal;
import dev.reservoir.log.StateSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes checkpoints (DURABILITY rules 10 and 11): segments synced, names synced, the checkpoint
 * written and synced, journal freed. One background thread does so when the journal is half full,
 * and tries again what a full disk has stalled.
 */
final class Checkpointer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Storage storage;
    private final Checkpoints checkpoints;
    private final Journal journal;
    private final Applier applier;
    private final Partitions partitions;
    private final SegmentRewriter rewriter;
    private final long journalMaxBytes;
    private final Signal wanted = new Signal();
    private final Thread thread =
            Thread.ofPlatform().name("checkpointer").daemon().unstarted(this::run);
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile boolean retryWanted;
    private volatile boolean starved;
    private volatile boolean asked;

    /** Whether the last checkpoint failed, so that only one file is of use. */
    private volatile boolean failed;

    private volatile long lastWritten;

    Checkpointer(
            Storage storage,
            Checkpoints checkpoints,
            Journal journal,
            Applier applier,
            Partitions partitions,
            long journalMaxBytes) {
        this.storage = storage;
        this.checkpoints = checkpoints;
        this.journal = journal;
        this.applier = applier;
        this.partitions = partitions;
        this.rewriter = new SegmentRewriter(storage.disk(), journal);
        this.journalMaxBytes = journalMaxBytes;
    }

    void start() {
        thread.start();
    }

    /** Looks whether there is something to do; called behind every commit. */
    void poke() {
        if (isDue() || retryWanted) {
            wanted.raise();
        }
    }

    /** Notes that something is stalled and has to be tried again. */
    void retryLater() {
        retryWanted = true;
        wanted.raise();
    }

    /** The journal needs segments back, for the disk has no space for new ones. */
    void starved() {
        starved = true;
        wanted.raise();
    }

    /** Somebody wants closed segments to lie below a checkpoint. */
    void ask() {
        asked = true;
        wanted.raise();
    }

    private boolean isDue() {
        long live = journal.liveBytes();
        long since = journal.written() - lastWritten;
        boolean half = live >= journalMaxBytes / 2 && since >= journalMaxBytes / 4;
        boolean full = live >= journalMaxBytes || starved;
        // What is not applied pins the journal; a checkpoint would free nothing.
        return failed
                || asked
                || half
                || (full && checkpoints.neededGeneration() < applier.applied().generation());
    }

    private void run() {
        try {
            while (!isStopped()) {
                boolean stalled = applier.isStalled();
                retryWanted = stalled;
                wanted.await(stalled ? RETRY_NANOS : Long.MAX_VALUE);
                work();
            }
        } catch (InterruptedException e) {
            LOG.warn("checkpoints stopped: interrupted");
        }
    }

    private void work() throws InterruptedException {
        if (isStopped()) {
            return;
        }
        if (applier.isStalled()) {
            applier.retry();
        }
        try {
            while (isDue() && !isStopped()) {
                checkpoint();
            }
        } catch (IOException e) {
            failed = true;
            LOG.error("a checkpoint failed and is tried again: {}", e.toString());
            boolean _ = stop.await(RETRY_NANOS, TimeUnit.NANOSECONDS);
            wanted.raise();
        }
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }

    /** Makes a checkpoint of everything that is applied. */
    synchronized void checkpoint() throws IOException, InterruptedException {
        lastWritten = journal.written();
        asked = false;
        JournalPosition cut = applier.applied();
        List<LocalPartition> all = oldestFirst();
        List<Checkpoints.Write> rows = new ArrayList<>(all.size());
        try {
            for (LocalPartition partition : all) {
                Checkpoints.Write row = settle(partition);
                if (row != null) {
                    rows.add(row);
                }
            }
            if (storage.takeRootChanged()) {
                syncRoot();
            }
            checkpoints.write(cut, rows);
        } catch (IOException | InterruptedException e) {
            all.forEach(partition -> partition.markDirty(cut.number()));
            throw e;
        }
        failed = false;
        starved = false;
        journal.free(checkpoints.neededGeneration());
        for (Checkpoints.Write row : rows) {
            dropBelowStart(row.partition());
        }
        LOG.debug("checkpoint at {}, {} bytes of journal are left", cut, journal.liveBytes());
        partitions.journalFreed();
    }

    private List<LocalPartition> oldestFirst() {
        record Aged(LocalPartition partition, long since) {}
        List<Aged> aged = new ArrayList<>();
        for (LocalPartition partition : partitions.all()) {
            aged.add(new Aged(partition, partition.dirtySince()));
        }
        aged.sort(Comparator.comparingLong(Aged::since));
        List<LocalPartition> all = new ArrayList<>(aged.size());
        aged.forEach(one -> all.add(one.partition));
        return all;
    }

    private void syncRoot() throws IOException {
        try {
            storage.disk().syncDirectory(storage.root());
        } catch (IOException e) {
            storage.rootChanged();
            throw e;
        }
    }

    /** Syncs what the partition holds and tells what the checkpoint says of it. */
    private Checkpoints.@Nullable Write settle(LocalPartition partition)
            throws IOException, InterruptedException {
        PartitionRow clean = partition.rowIfClean();
        if (clean != null) {
            return new Checkpoints.Write(partition, clean, null);
        }
        SavedState state = capture(partition);
        PartitionRow row;
        do {
            row = partition.takeRow();
        } while (row != null && !syncUnlessDeleted(partition));
        return row == null ? null : new Checkpoints.Write(partition, row, state);
    }

    /** The folded state, once everything it covers is applied; null keeps the one there is. */
    private @Nullable SavedState capture(LocalPartition partition) throws InterruptedException {
        StateSource source = partition.source();
        if (source == null) {
            return null;
        }
        SavedState state = source.capture();
        Signal signal = new Signal();
        while (partition.durable() < state.offset()) {
            boolean hopeless = starved || partition.failure() != null || partition.source() == null;
            if (hopeless) {
                return null;
            }
            partition.awaitDurable(state.offset() - 1, signal);
            signal.await(RETRY_NANOS);
            partition.forget(signal);
        }
        return state;
    }

    /** A partition that is deleted meanwhile has no row, nor files that can be synced. */
    private boolean syncUnlessDeleted(LocalPartition partition) throws IOException {
        try {
            return sync(partition);
        } catch (IOException e) {
            if (partition.isDeleted()) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Makes durable what the partition's row says.
     *
     * @return false when that took other segments, which the row has to name
     */
    private boolean sync(LocalPartition partition) throws IOException {
        for (SegmentFile segment : partition.segments().all()) {
            try {
                segment.sync();
                segment.relax();
            } catch (RetiredException e) {
                LOG.debug("no need to sync: {}", e.getMessage());
            } catch (IOException e) {
                if (partition.isOffline()) {
                    continue;
                }
                applier.exclusively(() -> rewriter.rewrite(partition, segment, e));
                return false;
            }
        }
        PartitionDirectory directory = partition.segments().directory();
        if (directory.wasMade()) {
            applier.exclusively(directory::syncOwner);
        }
        directory.syncNames();
        return true;
    }

    private void dropBelowStart(LocalPartition partition) {
        try {
            applier.exclusively(partition::dropBelowStart);
        } catch (IOException e) {
            LOG.warn("could not remove old segments of {}: {}", partition.id(), e.toString());
        }
    }

    /** Stops the background thread; {@link #checkpoint} can still be called. */
    @Override
    public void close() {
        stop.countDown();
        wanted.raise();
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
