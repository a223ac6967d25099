package dev.reservoir.log.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the entries of a commit that go into one segment: small ones side by side from a staging
 * buffer, large ones as they are. Used by one thread at a time.
 */
final class SegmentWriter {
    private static final int STAGING_BYTES = 128 * 1024;

    private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);

    void write(SegmentFile segment, List<JournalEntry> entries, int indexInterval)
            throws IOException {
        long bytes = 0;
        List<ByteBuffer> payloads = new ArrayList<>(entries.size());
        for (JournalEntry entry : entries) {
            bytes += entry.length();
            payloads.add(entry.payload);
        }
        segment.append(buffers(payloads, bytes), payloads, indexInterval);
    }

    private ByteBuffer[] buffers(List<ByteBuffer> payloads, long bytes) {
        if (payloads.size() > 1 && bytes <= STAGING_BYTES) {
            staging.clear();
            for (ByteBuffer payload : payloads) {
                staging.put(payload.duplicate());
            }
            return new ByteBuffer[] {staging.flip()};
        }
        ByteBuffer[] buffers = new ByteBuffer[payloads.size()];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = payloads.get(i).duplicate();
        }
        return buffers;
    }
}
