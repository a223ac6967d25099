package dev.reservoir.log.local;

import dev.reservoir.log.StorageException;
import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.disk.DiskFile;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The journal: commits one behind the other in segments that are used in turn. One thread at a time
 * appends; others free segments and ask for sizes.
 */
final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final Disk disk;
    private final LocalConfig config;
    private final SegmentPool pool;
    private final CommitWriter writer = new CommitWriter();

    /** In the order of use; the last one is written to once {@link #file} is open. */
    private final List<JournalSegment> live;

    private long generation;
    private long number;
    private long offset;
    private @Nullable JournalSegment active;
    private @Nullable DiskFile file;
    private volatile long liveBytes;
    private volatile long written;

    /**
     * A journal that goes on behind what was recovered, in a segment of its own.
     *
     * @param live segments that are still needed, oldest first
     * @param end where the recovered part ends
     */
    Journal(
            Disk disk,
            LocalConfig config,
            SegmentPool pool,
            List<JournalSegment> live,
            JournalPosition end) {
        this.disk = disk;
        this.config = config;
        this.pool = pool;
        this.live = new ArrayList<>(live);
        this.number = end.number();
        this.generation = end.generation();
        this.offset = end.offset();
        this.liveBytes = closedBytes();
        this.written = liveBytes;
    }

    /**
     * Writes a commit; it is durable when this returns, as far as the flush policy asks for it.
     *
     * @return the position behind it
     * @throws StorageException when it is not known whether it is durable
     */
    JournalPosition append(List<JournalEntry> entries) throws StorageException {
        return write(entries, false);
    }

    /** Marks a clean stop, so that damage to the commits before it cannot pass for a torn write. */
    JournalPosition seal() throws StorageException {
        return write(List.of(), true);
    }

    /** Whether a commit of that size goes into the segment that is in use. */
    synchronized boolean hasRoom(int entries, long payload) {
        JournalSegment current = active;
        return current != null
                && offset + CommitFormat.length(entries, payload) <= current.capacity;
    }

    private JournalPosition write(List<JournalEntry> entries, boolean seal)
            throws StorageException {
        long payload = 0;
        for (JournalEntry entry : entries) {
            payload += entry.length();
        }
        long length = CommitFormat.length(entries.size(), payload);
        try {
            DiskFile target = ready(length);
            CommitFormat.Header header =
                    new CommitFormat.Header(
                            generation,
                            number,
                            config.flushPolicy(),
                            seal,
                            Math.toIntExact(length),
                            entries.size());
            ByteBuffer commit = writer.layOut(entries, header);
            target.write(new ByteBuffer[] {commit}, offset);
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Kind.FAILED,
                    "writing to the journal segment "
                            + active
                            + " failed ("
                            + e.getMessage()
                            + "): nothing is written any more, reads go on."
                            + " Check the disk, then restart Reservoir",
                    e);
        }
        return advance(length);
    }

    private synchronized JournalPosition advance(long length) {
        number++;
        offset += length;
        liveBytes += length;
        written += length;
        return position();
    }

    /** The active segment's file, after a switch to the next segment if the commit needs it. */
    private DiskFile ready(long length) throws IOException, StorageException {
        DiskFile open = file;
        JournalSegment current = active;
        if (open != null && current != null && offset + length <= current.capacity) {
            return open;
        }
        if (open != null) {
            open.close();
            file = null;
        }
        JournalSegment next = pool.take(CommitFormat.BLOCK + length);
        DiskFile opened = next.activate(disk, generation + 1, config.flushPolicy());
        use(next, opened);
        return opened;
    }

    private synchronized void use(JournalSegment next, DiskFile opened) {
        long before = liveBytes;
        active = next;
        file = opened;
        generation = next.generation;
        offset = CommitFormat.BLOCK;
        live.add(next);
        liveBytes = closedBytes() + offset;
        written += Math.max(0, liveBytes - before);
    }

    private long closedBytes() {
        long bytes = 0;
        for (JournalSegment segment : live) {
            bytes += segment == active ? 0 : segment.capacity;
        }
        return bytes;
    }

    /** Where the next commit goes if it fits. */
    synchronized JournalPosition position() {
        return new JournalPosition(number, generation, offset);
    }

    /** Bytes of journal that recovery would have to look at. */
    long liveBytes() {
        return liveBytes;
    }

    /** Grows with every byte used; the difference of two readings is what was used between. */
    long written() {
        return written;
    }

    /** Segments that hold what was not freed yet, oldest first. */
    synchronized List<JournalSegment> live() {
        return List.copyOf(live);
    }

    /** Lets no segment from a generation on be used again: each may hold what is nowhere else. */
    void setAside(long fromGeneration) {
        for (JournalSegment segment : live()) {
            if (segment.generation >= fromGeneration) {
                segment.setAside(disk);
            }
        }
    }

    /** Gives back every segment older than a generation; what was set aside stays on the disk. */
    void free(long beforeGeneration) {
        List<JournalSegment> freed = new ArrayList<>();
        synchronized (this) {
            while (!live.isEmpty()
                    && live.getFirst().generation < beforeGeneration
                    && live.getFirst() != active) {
                freed.add(live.removeFirst());
            }
            liveBytes = closedBytes() + (active == null ? 0 : offset);
        }
        for (JournalSegment segment : freed) {
            pool.add(segment);
        }
    }

    /** Sets what is called, often, while the journal waits for space on a full disk. */
    void whenStarved(Runnable action) {
        pool.whenStarved(action);
    }

    /** From now on a commit that needs a segment which cannot be made fails rather than waits. */
    void stopWaiting() {
        pool.stop();
    }

    @Override
    public void close() {
        pool.awaitQuiet();
        DiskFile open = file;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.warn("closing {}: {}", open, e.toString());
            }
        }
    }
}
