package dev.reservoir.log.local;

import dev.reservoir.log.StorageException;
import dev.reservoir.log.disk.DiskFile;
import dev.reservoir.wire.batch.BatchView;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Walks the headers of the batches in a segment file. Used by one thread. */
final class BatchCursor {
    /** Enough to find a place between two index entries. */
    static final int SMALL_BUFFER = 8 * 1024;

    private static final int MAGIC_AT = 16;
    private static final int LAST_DELTA_AT = 23;
    private static final int MAX_TIMESTAMP_AT = 35;

    private final DiskFile file;
    private final long end;
    private final ByteBuffer buffer;
    private long bufferAt;

    /** Where the batch that was read last starts. */
    private long position;

    private long nextPosition;
    private long baseOffset;
    private long lastOffset;
    private long maxTimestamp;

    /**
     * @param from where a batch starts
     * @param end behind the last batch
     */
    BatchCursor(DiskFile file, long from, long end, int bufferBytes) {
        this.file = file;
        this.end = end;
        this.nextPosition = from;
        this.position = from;
        this.buffer = ByteBuffer.allocate(bufferBytes).limit(0);
    }

    /**
     * Goes on to the next batch.
     *
     * @return false at the end
     * @throws StorageException CORRUPT when what is there is no batch
     */
    boolean next() throws IOException, StorageException {
        position = nextPosition;
        if (position >= end) {
            return false;
        }
        int at = load();
        if (at < 0) {
            throw corrupt("only " + (end - position) + " bytes are left");
        }
        long size = BatchView.sizeAt(buffer, at);
        if (buffer.get(at + MAGIC_AT) != BatchView.MAGIC
                || size < BatchView.HEADER_BYTES
                || position + size > end) {
            throw corrupt(
                    "magic %d, size %d, file up to %d"
                            .formatted(buffer.get(at + MAGIC_AT), size, end));
        }
        baseOffset = buffer.getLong(at);
        lastOffset = baseOffset + buffer.getInt(at + LAST_DELTA_AT);
        maxTimestamp = buffer.getLong(at + MAX_TIMESTAMP_AT);
        nextPosition = position + size;
        return true;
    }

    private int load() throws IOException {
        if (position + BatchView.HEADER_BYTES > end) {
            return -1;
        }
        boolean there =
                position >= bufferAt
                        && position + BatchView.HEADER_BYTES <= bufferAt + buffer.limit();
        if (!there) {
            buffer.clear();
            bufferAt = position;
            int got = file.read(buffer, position);
            buffer.position(0).limit(Math.max(0, got));
            if (got < BatchView.HEADER_BYTES) {
                return -1;
            }
        }
        return (int) (position - bufferAt);
    }

    private StorageException corrupt(String found) {
        return new StorageException(
                StorageException.Kind.CORRUPT,
                file + " holds no record batch at byte " + position + ": " + found);
    }

    long position() {
        return position;
    }

    long nextPosition() {
        return nextPosition;
    }

    int size() {
        return (int) (nextPosition - position);
    }

    long baseOffset() {
        return baseOffset;
    }

    long lastOffset() {
        return lastOffset;
    }

    long maxTimestamp() {
        return maxTimestamp;
    }
}
