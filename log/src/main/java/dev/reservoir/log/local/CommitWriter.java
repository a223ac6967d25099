package dev.reservoir.log.local;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays out a commit as buffers for one gather write: large payloads by reference, everything else
 * side by side in a staging buffer. Used by the journal's thread alone.
 */
final class CommitWriter {
    /** A payload from this size on is not copied. */
    static final int BY_REFERENCE_BYTES = 16 * 1024;

    private static final int INITIAL_STAGING_BYTES = 256 * 1024;
    private static final int KEPT_STAGING_BYTES = 4 * 1024 * 1024;

    private static final byte[] PADDING = new byte[CommitFormat.BLOCK];

    private ByteBuffer staging = ByteBuffer.allocateDirect(INITIAL_STAGING_BYTES);

    /**
     * @return buffers that hold the commit, valid until the next call
     */
    ByteBuffer[] layOut(List<JournalEntry> entries, CommitFormat.Header header) {
        reserve(entries, header);
        int tableAt = CommitFormat.HEADER_BYTES;
        staging.clear().position(tableAt);
        for (JournalEntry entry : entries) {
            entry.row(header.generation(), header.number()).put(staging);
        }
        int tableBytes = staging.position() - tableAt;
        ByteBuffer table = staging.slice(tableAt, tableBytes);
        CommitFormat.put(staging.duplicate().position(0), header, false, table);

        List<ByteBuffer> buffers = new ArrayList<>();
        int staged = 0;
        long referenced = 0;
        for (JournalEntry entry : entries) {
            if (entry.length() < BY_REFERENCE_BYTES) {
                staging.put(entry.payload.duplicate());
            } else {
                addStaged(buffers, staged);
                staged = staging.position();
                buffers.add(entry.payload.duplicate());
                referenced += entry.length();
            }
        }
        pad(header.length() - referenced - tableBytes - CommitFormat.HEADER_BYTES);
        staging.put(table.duplicate());
        CommitFormat.put(staging, header, true, table);
        addStaged(buffers, staged);
        return buffers.toArray(ByteBuffer[]::new);
    }

    private void addStaged(List<ByteBuffer> buffers, int from) {
        if (staging.position() > from) {
            buffers.add(staging.slice(from, staging.position() - from));
        }
    }

    private void pad(long upTo) {
        int zeros = Math.toIntExact(upTo - staging.position());
        staging.put(staging.position(), PADDING, 0, zeros).position((int) upTo);
    }

    private void reserve(List<JournalEntry> entries, CommitFormat.Header header) {
        long referenced = 0;
        for (JournalEntry entry : entries) {
            if (entry.length() >= BY_REFERENCE_BYTES) {
                referenced += entry.length();
            }
        }
        int needed = Math.toIntExact(header.length() - referenced);
        boolean tooLarge = staging.capacity() > KEPT_STAGING_BYTES && needed <= KEPT_STAGING_BYTES;
        if (staging.capacity() < needed || tooLarge) {
            staging = ByteBuffer.allocateDirect(Math.max(needed, INITIAL_STAGING_BYTES));
        }
    }
}
