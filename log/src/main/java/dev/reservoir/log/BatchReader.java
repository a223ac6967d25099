package dev.reservoir.log;

import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.CorruptBatchException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Walks the durable batches of a store in order, a stretch of bytes at a time. Used by one thread.
 */
public final class BatchReader {
    private static final int STRETCH_BYTES = 1 << 18;

    private final PartitionStore store;
    private final long upTo;
    private final @Nullable ByteBuffer reused;
    private long offset;
    private ByteBuffer stretch = ByteBuffer.allocate(0);

    /**
     * @param from an offset the store holds
     * @param upTo where to stop; at most the durable offset
     */
    public BatchReader(PartitionStore store, long from, long upTo) {
        this(store, from, upTo, null);
    }

    /**
     * As {@link #BatchReader(PartitionStore, long, long)}, but reads into memory that is there.
     *
     * @param reused what stretches are read into; the bytes of a batch are valid until the next one
     *     is asked for
     */
    public BatchReader(PartitionStore store, long from, long upTo, @Nullable ByteBuffer reused) {
        this.store = store;
        this.offset = from;
        this.upTo = upTo;
        this.reused = reused;
    }

    /**
     * The next batch, valid until the next call; null at the end.
     *
     * @throws StorageException CORRUPT when the bytes there are no batch
     */
    public @Nullable BatchView next() throws StorageException {
        while (offset < upTo) {
            if (stretch.remaining() < BatchView.PREFIX_BYTES
                    || BatchView.sizeAt(stretch, stretch.position()) > stretch.remaining()) {
                fill();
                if (!stretch.hasRemaining()) {
                    // Compaction left nothing between here and the end.
                    return null;
                }
            }
            BatchView batch = view();
            stretch.position(stretch.position() + batch.sizeInBytes());
            if (batch.nextOffset() > offset) {
                offset = batch.nextOffset();
                return batch;
            }
        }
        return null;
    }

    private BatchView view() throws StorageException {
        try {
            return BatchView.at(stretch, stretch.position());
        } catch (CorruptBatchException e) {
            throw new StorageException(
                    StorageException.Kind.CORRUPT,
                    "The log is corrupt at offset " + offset + ": " + e.getMessage() + ".",
                    e);
        }
    }

    private void fill() throws StorageException {
        int wanted = reused == null ? STRETCH_BYTES : reused.capacity();
        try (Slice slice = store.read(offset, wanted, true, upTo)) {
            ByteBuffer bytes =
                    reused == null || slice.length() > wanted
                            ? ByteBuffer.allocate(slice.length())
                            : reused.clear().limit(slice.length());
            while (bytes.hasRemaining() && slice.read(bytes, bytes.position()) > 0) {}
            stretch = bytes.flip();
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Kind.OFFLINE,
                    "The log cannot be read at offset " + offset + ": " + e,
                    e);
        }
    }
}
