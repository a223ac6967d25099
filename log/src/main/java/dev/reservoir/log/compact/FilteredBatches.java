package dev.reservoir.log.compact;

import dev.reservoir.log.BatchReader;
import dev.reservoir.log.StorageException;
import dev.reservoir.wire.batch.BatchOutput;
import dev.reservoir.wire.batch.BatchView;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * What is left of a run of batches, made while it is read, many batches at a time. What was handed
 * out is valid until more is asked for. Used by one thread.
 */
final class FilteredBatches implements Iterator<ByteBuffer> {
    /** Carries a failure through {@link Iterator}. */
    static final class ReadFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ReadFailure(Exception cause) {
            super(cause);
        }
    }

    private final BatchReader batches;
    private final Pass pass;
    private final Throttle throttle;
    private final BatchOutput output;
    private final int chunkBytes;
    private boolean atEnd;
    private boolean handedOut;
    private long bytes;

    /**
     * @param output for what is handed out; nobody else uses it meanwhile
     * @param chunkBytes how much is handed out together, at least
     */
    FilteredBatches(
            BatchReader batches, Pass pass, Throttle throttle, BatchOutput output, int chunkBytes) {
        this.batches = batches;
        this.pass = pass;
        this.throttle = throttle;
        this.output = output;
        this.chunkBytes = chunkBytes;
        output.clear();
    }

    /** Bytes that were handed out so far. */
    long bytes() {
        return bytes;
    }

    /** Reads up to the first batch that would change, and hands out nothing. */
    boolean changesAnything() throws StorageException, InterruptedException {
        boolean changed = false;
        while (!changed && !atEnd) {
            output.clear();
            changed = takeOne();
        }
        output.clear();
        return changed;
    }

    private boolean takeOne() throws StorageException, InterruptedException {
        BatchView batch = batches.next();
        if (batch == null) {
            atEnd = true;
            return false;
        }
        throttle.used(batch.sizeInBytes());
        return pass.take(batch, output);
    }

    @Override
    public boolean hasNext() {
        try {
            if (handedOut) {
                output.clear();
                handedOut = false;
            }
            while (!atEnd && output.size() < chunkBytes) {
                takeOne();
            }
            return output.size() > 0;
        } catch (StorageException | InterruptedException e) {
            throw new ReadFailure(e);
        }
    }

    @Override
    public ByteBuffer next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        handedOut = true;
        bytes += output.size();
        try {
            throttle.used(output.size());
        } catch (InterruptedException e) {
            throw new ReadFailure(e);
        }
        return output.written();
    }
}
