package dev.reservoir.log.local;

import dev.reservoir.log.disk.DiskFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A file of fixed-size entries with ascending keys, in Kafka's format: the offset index or the time
 * index of a segment. New entries wait in memory until a few are together; there is no file before
 * that, so that many small partitions cost none. A hint, never the truth (DURABILITY rule 20).
 * Guarded by its owner's lock.
 */
final class IndexFile implements OpenFiles.CachedFile {
    /** Which index it is. */
    enum Kind {
        /** Last offset of a batch, relative to the segment's base, and the batch's position. */
        OFFSET(".index", 8),
        /** Largest timestamp so far, and the relative last offset of the batch that has it. */
        TIME(".timeindex", 12);

        final String suffix;
        final int entryBytes;

        Kind(String suffix, int entryBytes) {
            this.suffix = suffix;
            this.entryBytes = entryBytes;
        }

        long key(ByteBuffer entries, int at) {
            return this == OFFSET ? entries.getInt(at) : entries.getLong(at);
        }

        int value(ByteBuffer entries, int at) {
            return entries.getInt(at + entryBytes - Integer.BYTES);
        }
    }

    /** An entry; {@code key} is -1 when there is none. */
    record Entry(long key, int value) {
        static final Entry NONE = new Entry(-1, 0);
    }

    private static final int PENDING_ENTRIES = 32;
    private static final int PAGE_ENTRIES = 512;

    private final OpenFiles files;
    private final Path path;
    private final Kind kind;
    private final ByteBuffer pending;

    /** Entries in the file. */
    private int count;

    private Entry lastEntry = Entry.NONE;

    private IndexFile(OpenFiles files, Path path, Kind kind) {
        this.files = files;
        this.path = path;
        this.kind = kind;
        this.pending = ByteBuffer.allocate(PENDING_ENTRIES * kind.entryBytes);
    }

    /** Opens an index and takes what it holds. */
    static IndexFile open(OpenFiles files, Path path, Kind kind) throws IOException {
        IndexFile index = new IndexFile(files, path, kind);
        if (!files.exists(path)) {
            return index;
        }
        try (OpenFiles.Pin pin = files.pin(index)) {
            index.count = (int) (pin.file.size() / kind.entryBytes);
            if (index.count > 0) {
                index.lastEntry = index.read(pin.file, index.count - 1);
            }
        }
        return index;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public boolean mustExist() {
        return false;
    }

    boolean isEmpty() {
        return entries() == 0;
    }

    int entries() {
        return count + pending.position() / kind.entryBytes;
    }

    Entry last() {
        return lastEntry;
    }

    /** Adds an entry unless its key is not above the last one's. */
    void append(long key, int value) throws IOException {
        if (!isEmpty() && key <= lastEntry.key) {
            return;
        }
        if (!pending.hasRemaining()) {
            flush();
        }
        if (kind == Kind.OFFSET) {
            pending.putInt((int) key);
        } else {
            pending.putLong(key);
        }
        pending.putInt(value);
        lastEntry = new Entry(key, value);
    }

    /** Writes what waits in memory. */
    void flush() throws IOException {
        if (pending.position() == 0) {
            return;
        }
        int added = pending.position() / kind.entryBytes;
        ByteBuffer bytes = pending.duplicate().flip();
        try (OpenFiles.Pin pin = files.pin(this)) {
            pin.file.write(new ByteBuffer[] {bytes}, (long) count * kind.entryBytes);
        }
        pending.clear();
        count += added;
    }

    void sync() throws IOException {
        flush();
        if (count == 0) {
            return;
        }
        try (OpenFiles.Pin pin = files.pin(this)) {
            pin.file.sync();
        }
    }

    /** The last entry whose key is at most {@code key}. */
    Entry floor(long key) throws IOException {
        for (int at = pending.position() - kind.entryBytes; at >= 0; at -= kind.entryBytes) {
            if (kind.key(pending, at) <= key) {
                return new Entry(kind.key(pending, at), kind.value(pending, at));
            }
        }
        if (count == 0) {
            return Entry.NONE;
        }
        try (OpenFiles.Pin pin = files.pin(this)) {
            return floorInFile(pin.file, key);
        }
    }

    private Entry floorInFile(DiskFile file, long key) throws IOException {
        int low = Math.max(0, count - PAGE_ENTRIES);
        int high = count;
        if (read(file, low).key > key) {
            high = low;
            low = 0;
        }
        while (high - low > PAGE_ENTRIES) {
            int middle = (low + high) >>> 1;
            if (read(file, middle).key <= key) {
                low = middle;
            } else {
                high = middle;
            }
        }
        ByteBuffer page = readPage(file, low, high - low);
        Entry best = Entry.NONE;
        for (int at = 0; at + kind.entryBytes <= page.limit(); at += kind.entryBytes) {
            if (kind.key(page, at) > key) {
                break;
            }
            best = new Entry(kind.key(page, at), kind.value(page, at));
        }
        return best;
    }

    private Entry read(DiskFile file, int entry) throws IOException {
        ByteBuffer bytes = readPage(file, entry, 1);
        return bytes.limit() < kind.entryBytes
                ? Entry.NONE
                : new Entry(kind.key(bytes, 0), kind.value(bytes, 0));
    }

    private ByteBuffer readPage(DiskFile file, int from, int entries) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(entries * kind.entryBytes);
        file.read(page, (long) from * kind.entryBytes);
        return page.flip();
    }

    /** Drops every entry whose key is at least {@code key}, and every one that points too far. */
    void truncate(long key, int value) throws IOException {
        flush();
        if (count == 0) {
            return;
        }
        try (OpenFiles.Pin pin = files.pin(this)) {
            int low = 0;
            int high = count;
            while (low < high) {
                int middle = (low + high) >>> 1;
                Entry entry = read(pin.file, middle);
                if (entry.key < key && entry.value < value) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            pin.file.truncate((long) low * kind.entryBytes);
            count = low;
            lastEntry = low == 0 ? Entry.NONE : read(pin.file, low - 1);
        }
    }

    /** Drops every entry. */
    void clear() throws IOException {
        pending.clear();
        lastEntry = Entry.NONE;
        if (count == 0) {
            return;
        }
        count = 0;
        try (OpenFiles.Pin pin = files.pin(this)) {
            pin.file.truncate(0);
        }
    }

    void close() {
        files.forget(this);
    }
}
