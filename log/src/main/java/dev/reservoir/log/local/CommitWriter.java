package dev.reservoir.log.local;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Lays out a commit in one buffer that the disk can take as it is: whole blocks, on a block
 * boundary of memory. Used by one thread at a time.
 */
final class CommitWriter {
    private static final int INITIAL_BYTES = 256 * 1024;

    /** A larger buffer is let go of when it is not needed any more. */
    private static final int KEPT_BYTES = 8 * 1024 * 1024;

    private static final byte[] PADDING = new byte[CommitFormat.BLOCK];

    private ByteBuffer buffer = CommitFormat.allocate(INITIAL_BYTES);

    /**
     * @return a buffer that holds the commit, valid until the next call
     */
    ByteBuffer layOut(List<JournalEntry> entries, CommitFormat.Header header) {
        reserve(header.length());
        ByteBuffer commit = buffer.clear().limit(header.length());
        ByteBuffer table = commit.slice(CommitFormat.HEADER_BYTES, header.tableBytes());
        commit.position(CommitFormat.HEADER_BYTES + header.tableBytes());
        for (JournalEntry entry : entries) {
            int at = commit.position();
            commit.put(entry.payload.duplicate());
            // Of the copy, which the processor still has at hand.
            ByteBuffer copy = commit.slice(at, entry.length());
            entry.row(header.generation(), header.number(), copy).put(table);
        }
        table.flip();
        pad(commit, header.length() - CommitFormat.HEADER_BYTES - header.tableBytes());
        commit.put(table.duplicate());
        CommitFormat.put(commit, header, true, table);
        CommitFormat.put(commit.rewind(), header, false, table);
        return commit.rewind();
    }

    private static void pad(ByteBuffer commit, int upTo) {
        commit.put(PADDING, 0, upTo - commit.position());
    }

    private void reserve(int bytes) {
        boolean tooLarge = buffer.capacity() > KEPT_BYTES && bytes <= KEPT_BYTES;
        if (buffer.capacity() < bytes || tooLarge) {
            buffer =
                    CommitFormat.allocate(
                            Math.max(bytes, Math.min(2 * buffer.capacity(), KEPT_BYTES)));
        }
    }
}
