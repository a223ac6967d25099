package dev.reservoir.log.local;

import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.disk.DiskFile;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** Reads commits and payloads from journal segments. Used by one thread at a time. */
final class JournalReader implements Closeable {
    private static final int WINDOW_BYTES = 1024 * 1024;

    private final Disk disk;
    private final Map<JournalSegment, DiskFile> files = new HashMap<>();
    private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW_BYTES).limit(0);
    private @Nullable JournalSegment windowSegment;
    private long windowAt;

    JournalReader(Disk disk) {
        this.disk = disk;
    }

    /** The newest generation of any commit in a segment whose own header is damaged; 0 without. */
    static long newestGeneration(Disk disk, JournalSegment segment) throws IOException {
        long newest = 0;
        try (JournalReader reader = new JournalReader(disk)) {
            for (long at = CommitFormat.BLOCK; at < segment.capacity; at += CommitFormat.BLOCK) {
                long generation =
                        reader.view(segment, at, CommitFormat.HEADER_BYTES)
                                .getLong(CommitFormat.GENERATION_AT);
                segment.generation = generation;
                if (generation > newest && reader.commitAt(segment, at) != null) {
                    newest = generation;
                }
            }
        }
        return newest;
    }

    /**
     * The commit that starts at a block boundary, by its header.
     *
     * @return null when no header of the segment's generation with an intact table is there
     */
    @Nullable CommitRead commitAt(JournalSegment segment, long at) throws IOException {
        if (at + CommitFormat.BLOCK > segment.capacity) {
            return null;
        }
        ByteBuffer head = view(segment, at, CommitFormat.HEADER_BYTES);
        CommitFormat.Header header = CommitFormat.get(head, 0, false, segment.generation);
        if (header == null || at + header.length() > segment.capacity) {
            return null;
        }
        ByteBuffer table = bytes(segment, at + CommitFormat.HEADER_BYTES, header.tableBytes());
        head = view(segment, at, CommitFormat.HEADER_BYTES);
        return CommitFormat.matches(head, 0, table) ? verify(segment, at, header, table) : null;
    }

    /**
     * The commit that ends at a block boundary, by its footer.
     *
     * @return null when no footer of the segment's generation with an intact table is there
     */
    @Nullable CommitRead commitBefore(JournalSegment segment, long end) throws IOException {
        long footerAt = end - CommitFormat.HEADER_BYTES;
        ByteBuffer foot = view(segment, footerAt, CommitFormat.HEADER_BYTES);
        CommitFormat.Header header = CommitFormat.get(foot, 0, true, segment.generation);
        if (header == null || end - header.length() < CommitFormat.BLOCK) {
            return null;
        }
        ByteBuffer table = bytes(segment, footerAt - header.tableBytes(), header.tableBytes());
        foot = view(segment, footerAt, CommitFormat.HEADER_BYTES);
        return CommitFormat.matches(foot, 0, table)
                ? verify(segment, end - header.length(), header, table)
                : null;
    }

    /** Whether a block starts with a header or ends with a footer of the segment's generation. */
    boolean looksLikeCommit(JournalSegment segment, long block) throws IOException {
        ByteBuffer bytes = view(segment, block, CommitFormat.BLOCK);
        int footerAt = CommitFormat.BLOCK - CommitFormat.HEADER_BYTES;
        return CommitFormat.get(bytes, 0, false, segment.generation) != null
                || CommitFormat.get(bytes, footerAt, true, segment.generation) != null;
    }

    private @Nullable CommitRead verify(
            JournalSegment segment, long at, CommitFormat.Header header, ByteBuffer table)
            throws IOException {
        List<LocatedEntry> rows = new ArrayList<>(header.entries());
        List<Boolean> intact = new ArrayList<>(header.entries());
        long payloadAt = at + CommitFormat.HEADER_BYTES + header.tableBytes();
        long payloadEnd = at + header.length() - CommitFormat.HEADER_BYTES - header.tableBytes();
        for (int i = 0; i < header.entries(); i++) {
            EntryRow row = rowFrom(table);
            if (row == null || payloadAt + row.span().length() > payloadEnd) {
                return null;
            }
            rows.add(new LocatedEntry(row, segment, payloadAt));
            int found = checksum(segment, payloadAt, row.span().length(), header);
            intact.add(found == row.checksum());
            payloadAt += row.span().length();
        }
        return new CommitRead(segment, at, header, rows, intact);
    }

    private static @Nullable EntryRow rowFrom(ByteBuffer table) {
        try {
            return EntryRow.get(table);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private int checksum(JournalSegment segment, long at, int length, CommitFormat.Header header)
            throws IOException {
        CRC32C crc = CommitFormat.startEntry(header.generation(), header.number());
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, WINDOW_BYTES);
            crc.update(view(segment, at + done, part));
            done += part;
        }
        return (int) crc.getValue();
    }

    /** A copy of bytes of any number. */
    ByteBuffer bytes(JournalSegment segment, long at, int length) throws IOException {
        ByteBuffer copy = ByteBuffer.allocate(length);
        read(segment, at, copy);
        return copy.flip();
    }

    /** Fills the buffer's remaining space; from what was read ahead if it is there. */
    void read(JournalSegment segment, long at, ByteBuffer target) throws IOException {
        int length = target.remaining();
        if (isInWindow(segment, at, length)) {
            target.put(view(segment, at, length));
        } else if (file(segment).read(target, at) < length) {
            throw new EOFException(segment + " ends before byte " + (at + length));
        }
    }

    /** Bytes of at most the window's size, valid until the next call. */
    private ByteBuffer view(JournalSegment segment, long at, int length) throws IOException {
        if (!isInWindow(segment, at, length)) {
            window.clear();
            windowSegment = segment;
            windowAt = at;
            int got = file(segment).read(window, at);
            window.position(0).limit(Math.max(got, 0));
            if (got < length) {
                windowSegment = null;
                throw new EOFException(segment + " ends before byte " + (at + length));
            }
        }
        return window.slice((int) (at - windowAt), length);
    }

    private boolean isInWindow(JournalSegment segment, long at, int length) {
        return segment == windowSegment
                && at >= windowAt
                && at + length <= windowAt + window.limit();
    }

    /** Forgets what was read ahead, because a segment was written to. */
    void forget() {
        windowSegment = null;
    }

    private DiskFile file(JournalSegment segment) throws IOException {
        DiskFile file = files.get(segment);
        if (file == null) {
            file = disk.openReadOnly(segment.path);
            files.put(segment, file);
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        for (DiskFile file : files.values()) {
            file.close();
        }
        files.clear();
    }
}
