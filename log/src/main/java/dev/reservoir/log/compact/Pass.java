package dev.reservoir.log.compact;

import dev.reservoir.log.AbortedTransaction;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException;
import dev.reservoir.wire.batch.BatchFilter;
import dev.reservoir.wire.batch.BatchOutput;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.CorruptBatchException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a pass decides about each batch, from the start of the log on. Records of aborted
 * transactions go. A marker goes {@code delete.retention.ms} after the first pass that met no batch
 * of its transaction; that pass also makes the partition forget that the transaction was aborted,
 * and the marker waits until a checkpoint has that, for a reader who is told of a transaction looks
 * for its marker. What shows a remembered producer's last sequence leaves its header. Used by one
 * thread.
 */
final class Pass implements AutoCloseable {
    private final PartitionLog log;
    private final BatchFilter filter;
    private final Set<Long> lastOfProducers;
    private final Set<Long> savedMarkers = new HashSet<>();
    private TransactionTrace trace;

    /**
     * @param aborted transactions of the log, as of the start of the pass
     */
    Pass(PartitionLog log, BatchFilter filter, List<AbortedTransaction> aborted)
            throws StorageException {
        this.log = log;
        this.filter = filter;
        this.trace = new TransactionTrace(aborted);
        this.lastOfProducers = log.lastOffsetsOfProducers();
        long start = log.offsets().start();
        aborted.forEach(one -> savedMarkers.add(one.lastOffset()));
        log.savedAborted(start, log.offsets().durable())
                .forEach(one -> savedMarkers.add(one.lastOffset()));
    }

    /** Where the pass stands with transactions; to be given to {@link #goBackTo}. */
    TransactionTrace mark() {
        return trace.fork();
    }

    /** The batches behind a mark are shown again. */
    void goBackTo(TransactionTrace mark) {
        trace = mark;
    }

    /**
     * Puts what is left of the next batch.
     *
     * @return whether that is not the batch as it was
     * @throws StorageException CORRUPT
     */
    boolean take(BatchView batch, BatchOutput output) throws StorageException {
        BatchReading.verify(batch);
        try {
            return batch.isControl() ? control(batch, output) : data(batch, output);
        } catch (CorruptBatchException e) {
            throw BatchReading.corrupt(batch, e);
        }
    }

    private boolean data(BatchView batch, BatchOutput output) {
        trace.met(batch);
        boolean keepEmpty = keepsHeader(batch);
        return trace.isAborted(batch)
                ? filter.drop(batch, keepEmpty, output)
                : filter.filter(batch, keepEmpty, output);
    }

    private boolean control(BatchView batch, BatchOutput output) throws StorageException {
        if (!batch.hasProducer() || trace.end(batch)) {
            filter.keep(batch, output);
            return false;
        }
        AbortedTransaction ended = trace.transactionAt(batch);
        if (ended != null) {
            log.forgetAborted(ended);
        }
        boolean mustStay = savedMarkers.contains(batch.baseOffset());
        return filter.endMarker(batch, keepsHeader(batch), mustStay, output);
    }

    private boolean keepsHeader(BatchView batch) {
        return batch.hasProducer() && lastOfProducers.contains(batch.lastOffset());
    }

    @Override
    public void close() {
        filter.close();
    }
}
