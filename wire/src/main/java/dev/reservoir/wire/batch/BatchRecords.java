package dev.reservoir.wire.batch;

import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;
import org.jspecify.annotations.Nullable;

import java.util.function.Predicate;

/**
 * Walks the records inside one batch, decompressing it when it must. Needed for time look-ups,
 * compaction and coordinators only.
 */
public final class BatchRecords {
    private BatchRecords() {}

    /**
     * The first record of the batch that {@code wanted} accepts, or null.
     *
     * @throws CorruptBatchException when the batch cannot be decoded
     */
    public static @Nullable RecordView first(BatchView batch, Predicate<RecordView> wanted) {
        return batch.isCompressed() ? firstCompressed(batch, wanted) : firstPlain(batch, wanted);
    }

    private static @Nullable RecordView firstPlain(BatchView batch, Predicate<RecordView> wanted) {
        PlainRecords records = new PlainRecords(batch);
        for (RecordView view = records.next(); view != null; view = records.next()) {
            if (wanted.test(view)) {
                return view;
            }
        }
        return null;
    }

    private static @Nullable RecordView firstCompressed(
            BatchView batch, Predicate<RecordView> wanted) {
        try (CloseableIterator<Record> records = iterate(batch)) {
            while (records.hasNext()) {
                RecordView view = view(records.next());
                if (wanted.test(view)) {
                    return view;
                }
            }
            return null;
        } catch (CorruptBatchException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CorruptBatchException(
                    "the batch at offset " + batch.baseOffset() + " cannot be decoded", e);
        }
    }

    private static CloseableIterator<Record> iterate(BatchView batch) {
        MutableRecordBatch kafkas =
                MemoryRecords.readableRecords(batch.bytes()).batches().iterator().next();
        return ((DefaultRecordBatch) kafkas).streamingIterator(BufferSupplier.NO_CACHING);
    }

    private static RecordView view(Record kafkas) {
        return new RecordView(kafkas.offset(), kafkas.timestamp(), kafkas.key(), kafkas.value());
    }
}
