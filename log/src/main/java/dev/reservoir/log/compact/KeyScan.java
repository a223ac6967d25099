package dev.reservoir.log.compact;

import dev.reservoir.log.AbortedTransaction;
import dev.reservoir.log.BatchReader;
import dev.reservoir.log.StorageException;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.CorruptBatchException;
import dev.reservoir.wire.batch.RecordCursor;
import dev.reservoir.wire.batch.RecordSource;

import java.util.List;

/**
 * Notes the last offset of each key, as far as there is room. What belongs to an aborted
 * transaction outdates nothing. Used by one thread, once.
 */
final class KeyScan {
    private static final long ALL = -1;

    private final KeyOffsets last;
    private final long from;
    private final Throttle throttle;

    /** The first offset for whose key there was no room. */
    private long full = ALL;

    /**
     * @param from records below this offset are not noted
     */
    KeyScan(KeyOffsets last, long from, Throttle throttle) {
        this.last = last;
        this.from = from;
        this.throttle = throttle;
    }

    /**
     * @param aborted the aborted transactions of what is read
     * @param end where the batches end
     * @return the offset behind what was noted
     */
    long scan(BatchReader batches, List<AbortedTransaction> aborted, long end)
            throws StorageException, InterruptedException {
        TransactionTrace trace = new TransactionTrace(aborted);
        try (RecordSource records = new RecordSource()) {
            for (BatchView batch = batches.next();
                    batch != null && full == ALL;
                    batch = batches.next()) {
                throttle.used(batch.sizeInBytes());
                // A key that is not what was written would outdate another's only value.
                BatchReading.verify(batch);
                if (!batch.isControl() && !trace.isAborted(batch)) {
                    note(batch, records);
                }
            }
        }
        return full == ALL ? end : full;
    }

    private void note(BatchView batch, RecordSource records) throws StorageException {
        try {
            records.visit(batch, this::note);
        } catch (CorruptBatchException e) {
            throw BatchReading.corrupt(batch, e);
        }
    }

    private boolean note(RecordCursor record) {
        boolean noted =
                !record.hasKey()
                        || record.offset() < from
                        || last.put(
                                record.bytes(),
                                record.keyAt(),
                                record.keyLength(),
                                record.offset());
        if (!noted) {
            full = record.offset();
        }
        return noted;
    }
}
