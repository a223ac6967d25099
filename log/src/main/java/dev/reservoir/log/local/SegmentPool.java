package dev.reservoir.log.local;

import dev.reservoir.log.StorageException;
import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.disk.DiskFile;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * Journal segments that are ready for use: preallocated and filled with zeros, so that a write into
 * them changes no size and no block map. One is made ahead in the background; freed ones come back.
 * Thread-safe.
 */
final class SegmentPool {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentPool.class);
    private static final int CHUNK_BYTES = 1024 * 1024;
    private static final long RETRY_MS = 250;

    /** The first segment of a new journal is small, so that a first start does not wait for it. */
    private static final int FIRST_SEGMENT_BYTES = 2 * 1024 * 1024;

    private final Disk disk;
    private final Path directory;
    private final int segmentBytes;
    private final int keep;
    private final ArrayDeque<JournalSegment> ready = new ArrayDeque<>();
    private int nextId;
    private long changes;
    private boolean preparing;
    private boolean stopped;
    private @Nullable IOException problem;
    private volatile Runnable starved = () -> {};

    /**
     * @param nextId a number that no file has
     * @param keep how many ready segments are kept rather than deleted
     */
    SegmentPool(Disk disk, Path directory, int segmentBytes, int nextId, int keep) {
        this.disk = disk;
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        this.nextId = nextId;
        this.keep = keep;
    }

    /** Sets what is called, often, while the journal waits for a segment and the disk is full. */
    void whenStarved(Runnable action) {
        starved = action;
    }

    /** Takes back a segment that is not needed any more. */
    void add(JournalSegment segment) {
        if (segment.isSetAside()) {
            putAside(segment);
            return;
        }
        boolean kept;
        synchronized (this) {
            kept = segment.capacity == segmentBytes && ready.size() < keep;
            if (kept) {
                ready.add(segment);
                changed();
            }
        }
        if (!kept) {
            delete(segment);
        }
    }

    /** Keeps a segment for repair. */
    private void putAside(JournalSegment segment) {
        try {
            segment.putAside(disk);
        } catch (IOException e) {
            LOG.warn("could not set the journal segment {} aside: {}", segment, e.toString());
        }
    }

    private void delete(JournalSegment segment) {
        try {
            disk.delete(segment.path);
        } catch (IOException e) {
            LOG.warn("could not delete the spare journal segment {}: {}", segment, e.toString());
        }
    }

    /**
     * Takes a segment of at least so many bytes, waiting until one is there; a full disk is waited
     * out. Then prepares another one.
     *
     * @throws StorageException when the pool was stopped meanwhile
     */
    JournalSegment take(long capacity) throws StorageException {
        JournalSegment segment = tryTake(capacity);
        boolean waited = false;
        while (segment == null) {
            IOException failed = makeNow(capacity);
            segment = tryTake(capacity);
            if (segment == null && failed != null) {
                if (!waited) {
                    LOG.warn("the journal cannot grow and waits: {}", failed.toString());
                }
                waited = true;
                pause(failed);
            }
        }
        if (waited) {
            LOG.info("the journal grows again");
        }
        prepareAhead();
        return segment;
    }

    private synchronized @Nullable JournalSegment tryTake(long capacity) {
        for (Iterator<JournalSegment> all = ready.iterator(); all.hasNext(); ) {
            JournalSegment segment = all.next();
            if (segment.capacity >= capacity) {
                all.remove();
                return segment;
            }
        }
        return null;
    }

    /** Makes a segment on this thread, or waits for the one that is being made. */
    private @Nullable IOException makeNow(long capacity) {
        int id;
        boolean first;
        synchronized (this) {
            if (preparing && capacity <= segmentBytes) {
                awaitChange();
                return problem;
            }
            id = nextId++;
            first = id == 1;
        }
        try {
            long bytes = first ? Math.min(FIRST_SEGMENT_BYTES, segmentBytes) : segmentBytes;
            addReady(make(id, Math.max(bytes, capacity), false));
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    /** Waits a while, or until something has changed. Under the lock. */
    private void awaitChange() {
        long seen = changes;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY_MS);
        try {
            long left = RETRY_MS;
            while (changes == seen && left > 0) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void changed() {
        changes++;
        notifyAll();
    }

    private void pause(IOException failed) throws StorageException {
        if (!Storage.isFull(failed)) {
            throw new StorageException(
                    StorageException.Kind.FAILED,
                    "no journal segment could be made in "
                            + directory
                            + " ("
                            + failed.getMessage()
                            + "): nothing is written any more, reads go on."
                            + " Check the disk, then restart Reservoir",
                    failed);
        }
        starved.run();
        await(failed);
    }

    private synchronized void await(IOException failed) throws StorageException {
        if (stopped) {
            throw new StorageException(
                    StorageException.Kind.FULL,
                    "stopped while the journal waited for disk space: " + failed.getMessage(),
                    failed);
        }
        awaitChange();
    }

    private synchronized void addReady(JournalSegment segment) {
        ready.add(segment);
        problem = null;
        changed();
    }

    /** Starts making a segment in the background unless one is ready. */
    private void prepareAhead() {
        int id;
        synchronized (this) {
            if (!ready.isEmpty() || preparing || stopped) {
                return;
            }
            preparing = true;
            id = nextId++;
        }
        Thread.ofPlatform().name("journal-preparer").daemon().start(() -> prepareInBackground(id));
    }

    private void prepareInBackground(int id) {
        try {
            addReady(make(id, segmentBytes, true));
        } catch (IOException e) {
            preparationFailed(e);
        } finally {
            synchronized (this) {
                preparing = false;
                changed();
            }
        }
    }

    /** One that was broken off by a stop is no problem: who needs a segment makes it. */
    private void preparationFailed(IOException cause) {
        synchronized (this) {
            if (stopped) {
                return;
            }
            problem = cause;
        }
        LOG.warn("could not prepare a journal segment ahead: {}", cause.toString());
    }

    private JournalSegment make(int id, long capacity, boolean ahead) throws IOException {
        JournalSegment segment = new JournalSegment(directory, id, roundUp(capacity));
        Path unfinished = segment.path.resolveSibling(segment.path.getFileName() + ".new");
        try {
            fill(unfinished, segment.capacity, ahead);
            disk.rename(unfinished, segment.path);
            disk.syncDirectory(directory);
            return segment;
        } catch (IOException e) {
            disk.delete(unfinished);
            throw e;
        }
    }

    private static long roundUp(long bytes) {
        return (bytes + CommitFormat.BLOCK - 1) / CommitFormat.BLOCK * CommitFormat.BLOCK;
    }

    private void fill(Path path, long capacity, boolean ahead) throws IOException {
        try (DiskFile file = disk.open(path)) {
            file.truncate(0);
        }
        ByteBuffer zeros = CommitFormat.allocate(CHUNK_BYTES);
        try (DiskFile file = disk.openSynchronous(path)) {
            for (long at = 0; at < capacity && !(ahead && isStopped()); at += CHUNK_BYTES) {
                zeros.clear().limit((int) Math.min(CHUNK_BYTES, capacity - at));
                file.write(new ByteBuffer[] {zeros}, at);
            }
            if (ahead && isStopped()) {
                throw new IOException("the engine was closed");
            }
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /** Ends preparation ahead, and waiting for a disk that is full. */
    synchronized void stop() {
        stopped = true;
        changed();
    }

    /** Waits until no preparation runs any more. */
    synchronized void awaitQuiet() {
        while (preparing && !Thread.currentThread().isInterrupted()) {
            awaitChange();
        }
    }
}
