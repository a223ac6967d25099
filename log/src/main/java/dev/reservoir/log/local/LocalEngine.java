package dev.reservoir.log.local;

import dev.reservoir.log.Assigned;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.SavedState;
import dev.reservoir.log.StateSource;
import dev.reservoir.log.StorageEngine;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.log.TopicNames;
import dev.reservoir.log.commit.Admission;
import dev.reservoir.log.commit.GroupCommit;
import dev.reservoir.log.disk.Disk;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The local engine: wires journal, segments, checkpoints and recovery (see the package). */
public final class LocalEngine implements StorageEngine {
    private static final Logger LOG = LoggerFactory.getLogger(LocalEngine.class);
    private static final int NONCE_SHIFT = 20;
    private static final EntryRow.Key METADATA_KEY = keyOf(PartitionId.METADATA);

    private final DataDirectory directory;
    private final Storage storage;
    private final Checkpoints checkpoints;
    private final Journal journal;
    private final Partitions partitions;
    private final Applier applier;
    private final Checkpointer checkpointer;
    private final GroupCommit<JournalEntry, JournalPosition> commits;
    private final Admission admission;
    private final DiskSpace space;
    private final PartitionHost host = new Host();
    private final long firstNonce;
    private final AtomicLong nonces;
    private final LocalConfig config;

    /** What is left to do for {@link #recover}; null when it was done. */
    private @Nullable Recovery recovery;

    private boolean closed;

    /**
     * Opens a data directory, making it if it does not exist, reads checkpoint and journal, and
     * recovers the metadata partition.
     *
     * @param fresh whose the directory becomes when it is new; its node id must match an existing
     *     one's
     * @param nanoClock {@link System#nanoTime}, for how old a look at the disk is
     * @throws StorageException when nothing sensible can be served; the message says what to do
     */
    public LocalEngine(
            Path root, Disk disk, LocalConfig config, NodeIdentity fresh, LongSupplier nanoClock)
            throws StorageException {
        this.config = config;
        try {
            checkpoints = new Checkpoints(disk, root);
            directory = DataDirectory.open(root, disk, fresh, checkpoints::create);
        } catch (IOException e) {
            throw cannotOpen(root, e);
        }
        boolean opened = false;
        try {
            storage = new Storage(root, disk, config.maxOpenFiles());
            recovery = Recovery.read(storage, checkpoints, config);
            journal = recovery.journal();
            firstNonce = journal.position().number() << NONCE_SHIFT;
            nonces = new AtomicLong(firstNonce);
            space = new DiskSpace(disk, root, config.diskReserveBytes(), nanoClock);
            admission = new Admission(config.maxInFlightBytes(), this::room, this::failure);
            partitions = new Partitions(admission::recheck);
            applier = new Applier(journal, host, this::afterCommit);
            checkpointer =
                    new Checkpointer(
                            storage,
                            checkpoints,
                            journal,
                            applier,
                            partitions,
                            config.journalMaxBytes());
            commits = new GroupCommit<>("journal", applier, config.maxCommitBytes(), nanoClock);
            recovery.recoverMetadata(host, partitions);
            commits.start();
            opened = true;
        } catch (IOException e) {
            throw cannotOpen(root, e);
        } finally {
            if (!opened) {
                closeDirectory();
            }
        }
    }

    private static @Nullable String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied";
            case NoSuchFileException missing -> missing.getFile() + " cannot be made";
            default -> e.getMessage();
        };
    }

    private static StorageException cannotOpen(Path root, IOException e) {
        return new StorageException(
                StorageException.Kind.FAILED,
                "the data directory " + root + " cannot be opened: " + reason(e),
                e);
    }

    /** Whose the data directory is. */
    public NodeIdentity identity() {
        return directory.identity();
    }

    private long room() {
        return config.journalMaxBytes() - journal.liveBytes();
    }

    @Override
    public void recover(TopicNames alive) throws StorageException {
        Recovery work = recovery;
        if (work == null) {
            throw new IllegalStateException("recover was called before");
        }
        try {
            work.recover(host, partitions, alive);
        } catch (IOException e) {
            throw cannotOpen(storage.root(), e);
        }
        if (work.leavesUnapplied()) {
            applier.keepFrom(work.from());
        }
        recovery = null;
        journal.whenStarved(checkpointer::starved);
        checkpointer.start();
        checkpointer.poke();
        storage.remover().searchLater();
    }

    @Override
    public PartitionStore open(PartitionId id, StoreConfig layout, StateSource state) {
        LocalPartition partition = partitions.get(keyOf(id));
        if (partition == null) {
            if (recovery != null) {
                throw new IllegalStateException(id + " was opened before recovery");
            }
            PartitionSegments none =
                    new PartitionSegments(new PartitionDirectory(storage, id, false), List.of());
            partition =
                    partitions.add(
                            new LocalPartition(host, none, new Offsets(0, 0, 0), StatePlace.NONE));
        }
        partition.open(layout, state);
        return partition;
    }

    private static EntryRow.Key keyOf(PartitionId id) {
        return new EntryRow.Key(id.topicId(), id.index());
    }

    @Override
    public void admit(int bytes, long timeoutMs) throws StorageException, InterruptedException {
        space.check(bytes, admission.inFlight());
        if (!admission.tryAdmit(bytes)) {
            // What this thread appended and has not begun to commit may be what is in the way.
            commits.begin();
            admission.admit(bytes, timeoutMs);
        }
    }

    @Override
    public void withdraw(int bytes) {
        admission.release(bytes);
    }

    @Override
    public void append(List<Assigned> together) {
        List<JournalEntry> entries = new ArrayList<>(together.size());
        for (Assigned batches : together) {
            LocalPartition partition = partitions.get(keyOf(batches.id()));
            JournalEntry entry = partition == null ? null : partition.take(batches);
            if (entry != null) {
                entries.add(entry);
            } else {
                // It was deleted or has failed meanwhile.
                admission.release(batches.batches().remaining());
            }
        }
        if (!entries.isEmpty()) {
            commits.enqueue(entries);
        }
    }

    @Override
    public void beginCommit() {
        commits.begin();
    }

    @Override
    public void carryCommit() {
        commits.carry();
    }

    @Override
    public @Nullable StorageException failure() {
        return commits.failure();
    }

    private void afterCommit() {
        if (recovery == null) {
            if (applier.isStalled()) {
                checkpointer.retryLater();
            }
            checkpointer.poke();
        }
    }

    /** What the partitions see of the engine. */
    private final class Host implements PartitionHost {
        @Override
        public void enqueue(JournalEntry entry) {
            commits.enqueue(entry);
        }

        @Override
        public void beginCommit() {
            commits.begin();
        }

        @Override
        public void finish(JournalEntry entry) {
            entry.release();
            boolean admitted =
                    entry.kind == EntryKind.APPEND && !entry.partition.key().equals(METADATA_KEY);
            if (admitted) {
                admission.release(entry.admittedBytes());
            }
            if (entry.kind == EntryKind.DELETE) {
                partitions.remove(entry.partition.key());
            }
        }

        @Override
        public @Nullable StorageException failure() {
            return LocalEngine.this.failure();
        }

        @Override
        public @Nullable SavedState readState(StatePlace place) {
            return checkpoints.readState(place);
        }

        @Override
        public void wantCheckpoint() {
            checkpointer.ask();
        }

        @Override
        public long nonce() {
            return nonces.incrementAndGet();
        }

        @Override
        public long firstNonce() {
            return firstNonce;
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean recovered = recovery == null;
        journal.stopWaiting();
        commits.close();
        checkpointer.close();
        if (recovered && failure() == null) {
            sealAndCheckpoint();
        }
        for (LocalPartition partition : partitions.all()) {
            partition.close();
        }
        storage.remover().stop();
        journal.close();
        storage.files().close();
        closeDirectory();
    }

    /**
     * Makes a checkpoint now: what is applied is synced and its journal is freed.
     *
     * @throws IOException when it could not be written; the one before it counts on
     */
    public void checkpoint() throws IOException, InterruptedException {
        if (recovery != null) {
            throw new IllegalStateException("a checkpoint before recovery would lose partitions");
        }
        checkpointer.checkpoint();
    }

    private void sealAndCheckpoint() {
        try {
            applier.sealed(journal.seal());
            checkpointer.checkpoint();
        } catch (IOException | StorageException e) {
            LOG.error(
                    "no checkpoint at the stop, the next start reads the journal: {}",
                    e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeDirectory() {
        try {
            directory.close();
        } catch (IOException e) {
            LOG.warn("releasing the data directory: {}", e.toString());
        }
    }
}
