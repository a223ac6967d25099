package dev.reservoir.log.local;

import dev.reservoir.log.StorageException;
import dev.reservoir.log.disk.Disk;
import dev.reservoir.wire.batch.BatchView;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A segment of a partition: a file of record batches as they travel, and its two indexes, which are
 * opened on first use. One thread appends; any thread looks up. What is visible changes by {@link
 * #publish} alone.
 */
final class SegmentFile implements OpenFiles.CachedFile {
    static final String LOG = ".log";

    private static final Logger LOGGER = LoggerFactory.getLogger(SegmentFile.class);
    private static final int REBUILD_BUFFER = 64 * 1024;

    /**
     * What a segment holds.
     *
     * @param size bytes of whole batches
     * @param next the offset behind the last one
     * @param firstTimestamp largest timestamp of the first batch, -1 when there is none
     * @param maxTimestamp the largest timestamp, -1 when there is none
     * @param maxTimestampOffset last offset of the first batch that has it
     */
    record Bounds(
            long size, long next, long firstTimestamp, long maxTimestamp, long maxTimestampOffset) {
        static Bounds empty(long base) {
            return new Bounds(0, base, -1, -1, base);
        }
    }

    /** The two indexes while they are in use. */
    private record Indexes(IndexFile offsets, IndexFile times) {
        void flush() throws IOException {
            offsets.flush();
            times.flush();
        }

        void clear() throws IOException {
            offsets.clear();
            times.clear();
        }

        void close() {
            offsets.close();
            times.close();
        }
    }

    /** Where the partition's files are. */
    private final PartitionDirectory directory;

    final long base;

    private volatile Bounds bounds;

    /** What was appended, visible or not; the appender's alone. */
    private Bounds written;

    private long bytesSinceIndexed;
    private @Nullable Indexes indexes;
    private boolean retired;
    private volatile boolean creating;

    /** Raised behind a write and before it becomes visible, so that no sync misses it. */
    private volatile boolean unsynced;

    /** What is known to be on the disk. */
    private volatile Bounds synced;

    /** Whether a sync has failed: no later one proves anything. */
    private volatile boolean syncFailed;

    SegmentFile(PartitionDirectory directory, long base, Bounds bounds) {
        this.directory = directory;
        this.base = base;
        this.bounds = bounds;
        this.written = bounds;
        this.synced = bounds;
    }

    /** Kafka's name for a file of a segment. */
    static String name(long base, String suffix) {
        return "%020d".formatted(base) + suffix;
    }

    @Override
    public Path path() {
        return directory.file(name(base, LOG));
    }

    Bounds bounds() {
        return bounds;
    }

    /** What was appended so far, visible or not. For the appending thread. */
    Bounds written() {
        return written;
    }

    /** What is known to be on the disk, whatever becomes of the rest. */
    Bounds synced() {
        return synced;
    }

    /**
     * Pins the log file.
     *
     * @throws RetiredException when another file may have its name by now
     */
    synchronized OpenFiles.Pin pin() throws IOException {
        if (retired) {
            throw new RetiredException(path() + " was replaced or removed");
        }
        return directory.files().pin(this);
    }

    @Override
    public boolean mustExist() {
        return !creating;
    }

    /** Makes the files, empty whatever was there before. */
    synchronized void create() throws IOException {
        deleteIndexes();
        creating = true;
        try (OpenFiles.Pin pin = pin()) {
            if (pin.file.size() > 0) {
                pin.file.truncate(0);
            }
        } finally {
            creating = false;
        }
    }

    /**
     * Writes batches behind the last one, without making them visible.
     *
     * @param buffers advanced by the write; {@code payloads} hold the same batches
     */
    void append(ByteBuffer[] buffers, Iterable<ByteBuffer> payloads, int indexInterval)
            throws IOException {
        try (OpenFiles.Pin pin = pin()) {
            pin.file.write(buffers, written.size);
        } finally {
            unsynced = true;
        }
        for (ByteBuffer payload : payloads) {
            index(payload, indexInterval);
        }
    }

    private synchronized void index(ByteBuffer payload, int indexInterval) {
        for (int at = payload.position(); at < payload.limit(); ) {
            BatchView batch = BatchView.at(payload, at);
            note(batch.lastOffset(), batch.maxTimestamp(), batch.sizeInBytes(), indexInterval);
            at += batch.sizeInBytes();
        }
    }

    private void note(long lastOffset, long timestamp, int size, int indexInterval) {
        Bounds had = written;
        boolean later = timestamp > had.maxTimestamp;
        Bounds has =
                new Bounds(
                        had.size + size,
                        lastOffset + 1,
                        had.size == 0 ? timestamp : had.firstTimestamp,
                        later ? timestamp : had.maxTimestamp,
                        later ? lastOffset : had.maxTimestampOffset);
        if (bytesSinceIndexed > indexInterval) {
            addToIndexes(lastOffset, had.size, has.maxTimestamp, has.maxTimestampOffset);
            bytesSinceIndexed = 0;
        }
        bytesSinceIndexed += size;
        written = has;
    }

    private boolean addToIndexes(
            long lastOffset, long position, long maxTimestamp, long maxTimestampOffset) {
        return indexing(open -> {
            open.offsets.append(lastOffset - base, (int) position);
            open.times.append(maxTimestamp, (int) (maxTimestampOffset - base));
        });
    }

    /** Something that is done to the indexes. */
    private interface Indexing {
        void with(Indexes open) throws IOException;
    }

    /** An index that lacks entries still serves, so its failure stops nothing. */
    private boolean indexing(Indexing work) {
        try {
            work.with(openIndexes());
            return true;
        } catch (IOException e) {
            LOGGER.warn("an index of {} could not be written: {}", path(), e.toString());
            return false;
        }
    }

    /** Makes what was appended visible. */
    void publish() {
        bounds = written;
    }

    /** Completes the indexes of a segment that takes no more batches. */
    synchronized void seal() {
        indexing(open -> {
            if (written.size > 0) {
                open.times.append(written.maxTimestamp, (int) (written.maxTimestampOffset - base));
            }
            open.flush();
        });
    }

    /**
     * Position of the first batch that reaches {@code offset}.
     *
     * @param size bytes that may be looked at
     * @return {@code size} when there is none
     */
    long locate(long offset, long size) throws IOException, StorageException {
        try (OpenFiles.Pin pin = pin()) {
            BatchCursor cursor =
                    new BatchCursor(
                            pin.file, hint(pin, offset, size), size, BatchCursor.SMALL_BUFFER);
            while (cursor.next()) {
                if (cursor.lastOffset() >= offset) {
                    return cursor.position();
                }
            }
            return size;
        }
    }

    /** A position at or below the batch that holds the offset, as the index has it. */
    private synchronized long hint(OpenFiles.Pin pin, long offset, long size)
            throws IOException, StorageException {
        if (offset <= base) {
            return 0;
        }
        Indexes open = usableIndexes(pin);
        IndexFile.Entry entry = before(open, offset);
        if (entry.key() >= 0 && !pointsAtBatch(pin, entry, size)) {
            LOGGER.warn("the index of {} is wrong and is built again", path());
            rebuild(pin, open);
            entry = before(open, offset);
        }
        return entry.key() >= 0 && pointsAtBatch(pin, entry, size) ? entry.value() : 0;
    }

    /** The last index entry of a batch that lies wholly below an offset. */
    private IndexFile.Entry before(Indexes open, long offset) throws IOException {
        return open.offsets.floor(Math.min(offset - base - 1, Integer.MAX_VALUE));
    }

    /** Like {@link #hint} for a file whose end may be torn: a wrong index is no help. */
    private long unrepairedHint(OpenFiles.Pin pin, long offset, long size) throws IOException {
        if (offset <= base || (indexes == null && !hasIndexFiles())) {
            return 0;
        }
        IndexFile.Entry entry = before(openIndexes(), offset);
        return entry.key() >= 0 && pointsAtBatch(pin, entry, size) ? entry.value() : 0;
    }

    private boolean pointsAtBatch(OpenFiles.Pin pin, IndexFile.Entry entry, long size)
            throws IOException {
        if (entry.value() < 0 || entry.value() >= size) {
            return false;
        }
        BatchCursor cursor = new BatchCursor(pin.file, entry.value(), size, BatchView.HEADER_BYTES);
        try {
            return cursor.next() && cursor.lastOffset() == base + entry.key();
        } catch (StorageException e) {
            return false;
        }
    }

    /**
     * Base offset of the first batch whose largest timestamp is at least {@code timestamp}.
     *
     * @param start only batches that reach this offset count
     * @return -1 when there is none
     */
    long find(long timestamp, long start, long size) throws IOException, StorageException {
        try (OpenFiles.Pin pin = pin()) {
            BatchCursor cursor =
                    new BatchCursor(pin.file, timeHint(pin, timestamp, size), size, REBUILD_BUFFER);
            while (cursor.next()) {
                if (cursor.maxTimestamp() >= timestamp && cursor.lastOffset() >= start) {
                    return cursor.baseOffset();
                }
            }
            return -1;
        }
    }

    /** The largest timestamp of the batches that reach an offset; -1 when there is none. */
    long maxTimestampFrom(long offset, long size) throws IOException, StorageException {
        long largest = -1;
        long from = locate(offset, size);
        try (OpenFiles.Pin pin = pin()) {
            BatchCursor cursor = new BatchCursor(pin.file, from, size, REBUILD_BUFFER);
            while (cursor.next()) {
                largest = Math.max(largest, cursor.maxTimestamp());
            }
        }
        return largest;
    }

    private synchronized long timeHint(OpenFiles.Pin pin, long timestamp, long size)
            throws IOException, StorageException {
        Indexes open = usableIndexes(pin);
        IndexFile.Entry entry = open.times.floor(timestamp - 1);
        if (entry.key() < 0) {
            return 0;
        }
        long found = positionOf(pin, entry, size);
        if (found < 0) {
            LOGGER.warn("the time index of {} is wrong and is built again", path());
            rebuild(pin, open);
            return 0;
        }
        return found;
    }

    /** Where the batch is that a time entry means; -1 when there is none that fits it. */
    private long positionOf(OpenFiles.Pin pin, IndexFile.Entry entry, long size)
            throws IOException, StorageException {
        long offset = base + entry.value();
        if (entry.value() < 0 || offset >= bounds.next) {
            return -1;
        }
        BatchCursor cursor =
                new BatchCursor(pin.file, hint(pin, offset, size), size, BatchCursor.SMALL_BUFFER);
        while (cursor.next()) {
            if (cursor.lastOffset() >= offset) {
                boolean fits =
                        cursor.lastOffset() == offset && cursor.maxTimestamp() == entry.key();
                return fits ? cursor.position() : -1;
            }
        }
        return -1;
    }

    private Indexes usableIndexes(OpenFiles.Pin pin) throws IOException, StorageException {
        boolean fresh = indexes == null;
        Indexes open = openIndexes();
        if (fresh && open.offsets.isEmpty() && bounds.size > BatchCursor.SMALL_BUFFER) {
            rebuild(pin, open);
        }
        return open;
    }

    private Indexes openIndexes() throws IOException {
        Indexes open = indexes;
        if (open == null) {
            OpenFiles files = directory.files();
            open =
                    new Indexes(
                            openIndex(files, IndexFile.Kind.OFFSET),
                            openIndex(files, IndexFile.Kind.TIME));
            indexes = open;
        }
        return open;
    }

    private IndexFile openIndex(OpenFiles files, IndexFile.Kind kind) throws IOException {
        return IndexFile.open(files, directory.file(name(base, kind.suffix)), kind);
    }

    private void rebuild(OpenFiles.Pin pin, Indexes open) throws IOException, StorageException {
        open.clear();
        int interval = directory.indexIntervalBytes();
        long since = 0;
        long maxTimestamp = -1;
        long maxTimestampOffset = base;
        BatchCursor cursor = new BatchCursor(pin.file, 0, bounds.size, REBUILD_BUFFER);
        while (cursor.next()) {
            if (cursor.maxTimestamp() > maxTimestamp) {
                maxTimestamp = cursor.maxTimestamp();
                maxTimestampOffset = cursor.lastOffset();
            }
            if (since > interval) {
                boolean added =
                        addToIndexes(
                                cursor.lastOffset(),
                                cursor.position(),
                                maxTimestamp,
                                maxTimestampOffset);
                if (!added) {
                    return;
                }
                since = 0;
            }
            since += cursor.size();
        }
    }

    /**
     * Drops every batch from {@code offset} on, at recovery.
     *
     * @param dropped bytes of those within the bounds; before them compaction may have left gaps
     * @return the offset up to which it is whole
     */
    synchronized long truncate(long offset, long dropped) throws IOException, StorageException {
        try (OpenFiles.Pin pin = pin()) {
            long size = pin.file.size();
            boolean known = bounds.next == offset && bounds.size <= size;
            if (!known) {
                long sure = bounds.next < offset ? -1 : bounds.size - dropped;
                measure(pin, cut(pin, Math.min(size, bounds.size), offset, sure));
                reach(written.size == sure ? offset : base);
            }
            long keep = bounds.size;
            if (keep < size) {
                pin.file.truncate(keep);
                unsynced = true;
            }
            if (indexes != null || hasIndexFiles()) {
                Indexes open = openIndexes();
                open.offsets.truncate(offset - base, (int) keep);
                open.times.truncate(Long.MAX_VALUE, (int) (offset - base));
            }
            return bounds.next;
        }
    }

    private boolean hasIndexFiles() throws IOException {
        return directory.disk().exists(directory.file(name(base, IndexFile.Kind.OFFSET.suffix)));
    }

    /** Where the batches below an offset end; what follows may be torn, or an older write. */
    private long cut(OpenFiles.Pin pin, long limit, long offset, long sure) throws IOException {
        BatchCursor cursor =
                new BatchCursor(
                        pin.file,
                        unrepairedHint(pin, offset, limit),
                        limit,
                        BatchCursor.SMALL_BUFFER);
        long expected = -1;
        try {
            while (expected != offset && cursor.next()) {
                boolean compacted = cursor.baseOffset() > expected && cursor.nextPosition() <= sure;
                boolean follows = expected < 0 || cursor.baseOffset() == expected || compacted;
                if (!follows || cursor.lastOffset() >= offset) {
                    return cursor.position();
                }
                expected = cursor.lastOffset() + 1;
            }
        } catch (StorageException e) {
            return cursor.position();
        }
        return cursor.nextPosition();
    }

    /** Takes the bounds of a file that is whole. */
    synchronized void measureAll() throws IOException, StorageException {
        try (OpenFiles.Pin pin = pin()) {
            measure(pin, pin.file.size());
        }
    }

    /**
     * Takes the bounds of a file that was put in place whole; drops what was appended to it since.
     *
     * @param size its bytes then, all of them on the disk
     * @param next the offset behind it, which can be higher than that of its last batch
     */
    synchronized void measureAll(long size, long next) throws IOException, StorageException {
        try (OpenFiles.Pin pin = pin()) {
            if (pin.file.size() > size) {
                pin.file.truncate(size);
                unsynced = true;
            }
            measure(pin, size);
        }
        reach(next);
    }

    /** Says that it is whole up to an offset, though its last batch may end before that. */
    private void reach(long next) {
        Bounds has = written;
        written =
                new Bounds(
                        has.size,
                        Math.max(has.next, next),
                        has.firstTimestamp,
                        has.maxTimestamp,
                        has.maxTimestampOffset);
        publish();
        synced = written;
    }

    private void measure(OpenFiles.Pin pin, long keep) throws IOException, StorageException {
        written = Bounds.empty(base);
        bytesSinceIndexed = 0;
        BatchCursor cursor = new BatchCursor(pin.file, 0, keep, REBUILD_BUFFER);
        while (cursor.next()) {
            note(cursor.lastOffset(), cursor.maxTimestamp(), cursor.size(), Integer.MAX_VALUE);
        }
        publish();
        synced = written;
    }

    /**
     * Makes batches and indexes durable up to what was published, at least.
     *
     * @throws IOException when what is beyond {@link #synced} may be lost: it must be written
     *     again, for the system forgets what a failed sync was to write
     */
    void sync() throws IOException {
        if (syncFailed) {
            throw new IOException("an earlier sync of it failed");
        }
        if (!unsynced) {
            return;
        }
        Bounds upTo = bounds;
        unsynced = false;
        try (OpenFiles.Pin pin = pin()) {
            syncIndexes();
            syncFailed = true;
            pin.file.sync();
            syncFailed = false;
        }
        synced = upTo;
    }

    /** Drops everything behind what is known to be on the disk, durably. Nobody appends. */
    synchronized void dropUnsynced() throws IOException {
        deleteIndexes();
        try (OpenFiles.Pin pin = pin()) {
            pin.file.truncate(synced.size);
            pin.file.sync();
        }
    }

    private synchronized void syncIndexes() {
        if (indexes != null) {
            indexing(open -> {
                open.offsets.sync();
                open.times.sync();
            });
        }
    }

    /** Lets go of the indexes until they are needed again. */
    synchronized void relax() {
        Indexes open = indexes;
        if (open != null) {
            indexing(Indexes::flush);
            open.close();
            indexes = null;
        }
    }

    synchronized void deleteIndexes() throws IOException {
        Indexes open = indexes;
        if (open != null) {
            open.close();
            indexes = null;
        }
        Disk disk = directory.disk();
        for (IndexFile.Kind kind : IndexFile.Kind.values()) {
            disk.delete(directory.file(name(base, kind.suffix)));
        }
    }

    /** Lets go of the files for good, before they are renamed, replaced or removed. */
    synchronized void retire() {
        retired = true;
        directory.files().forget(this);
        Indexes open = indexes;
        if (open != null) {
            open.close();
            indexes = null;
        }
    }

    /** Removes the files. Slices that are open stay readable. */
    void delete() throws IOException {
        retire();
        deleteIndexes();
        directory.disk().delete(path());
    }
}
