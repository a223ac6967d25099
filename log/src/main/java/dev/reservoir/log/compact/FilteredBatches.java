package dev.reservoir.log.compact;

import dev.reservoir.log.BatchReader;
import dev.reservoir.log.StorageException;
import dev.reservoir.wire.batch.BatchFilter;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.CorruptBatchException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** What is left of a run of batches, made while it is read. Used by one thread. */
final class FilteredBatches implements Iterator<ByteBuffer> {
    /** Carries a failure through {@link Iterator}. */
    static final class ReadFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ReadFailure(Exception cause) {
            super(cause);
        }
    }

    private final BatchReader batches;
    private final BatchFilter filter;
    private final Throttle throttle;
    private final long producersSince;
    private @Nullable ByteBuffer next;
    private long bytes;
    private boolean changed;

    /**
     * @param producersSince a batch without records leaves its header when it is younger,
     *     milliseconds since the epoch
     */
    FilteredBatches(
            BatchReader batches, BatchFilter filter, Throttle throttle, long producersSince) {
        this.batches = batches;
        this.filter = filter;
        this.throttle = throttle;
        this.producersSince = producersSince;
    }

    /** Bytes that were handed out so far. */
    long bytes() {
        return bytes;
    }

    /** Whether anything so far is not as it was. */
    boolean changed() {
        return changed;
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            BatchView batch = read();
            if (batch == null) {
                return false;
            }
            next = filter(batch);
        }
        return true;
    }

    private @Nullable BatchView read() {
        try {
            BatchView batch = batches.next();
            if (batch != null) {
                throttle.used(batch.sizeInBytes());
            }
            return batch;
        } catch (StorageException | InterruptedException e) {
            throw new ReadFailure(e);
        }
    }

    private @Nullable ByteBuffer filter(BatchView batch) {
        try {
            verify(batch);
        } catch (StorageException e) {
            throw new ReadFailure(e);
        }
        if (batch.isControl() || batch.isTransactional()) {
            return batch.bytes();
        }
        try {
            boolean remembered = batch.hasProducer() && batch.maxTimestamp() >= producersSince;
            ByteBuffer left = filter.filter(batch, remembered);
            changed |= left == null || !left.equals(batch.bytes());
            return left;
        } catch (CorruptBatchException e) {
            throw new ReadFailure(corrupt(batch, e));
        }
    }

    /**
     * Checks a batch before its records are believed.
     *
     * @throws StorageException CORRUPT
     */
    static void verify(BatchView batch) throws StorageException {
        if (!batch.checksumMatches()) {
            throw new StorageException(
                    StorageException.Kind.CORRUPT, stoppedAt(batch, "its checksum does not match"));
        }
    }

    static StorageException corrupt(BatchView batch, CorruptBatchException cause) {
        return new StorageException(
                StorageException.Kind.CORRUPT, stoppedAt(batch, cause.getMessage()), cause);
    }

    private static String stoppedAt(BatchView batch, @Nullable String why) {
        return "Compaction stopped at the batch at offset " + batch.baseOffset() + ": " + why;
    }

    @Override
    public ByteBuffer next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ByteBuffer batch = next;
        next = null;
        if (batch == null) {
            throw new NoSuchElementException();
        }
        bytes += batch.remaining();
        return batch;
    }
}
