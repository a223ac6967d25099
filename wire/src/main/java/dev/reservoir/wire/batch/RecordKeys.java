package dev.reservoir.wire.batch;

import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;

import java.util.ArrayList;
import java.util.List;

/** Looks for records without a key. Keys and values are passed over, not held. */
public final class RecordKeys {
    /** How many are told: small batches can be blown up to billions of records. */
    public static final int MOST_TOLD = 1_000;

    private RecordKeys() {}

    /**
     * The indexes within the batch of its records without a key, the first {@value #MOST_TOLD} of
     * them; empty when each has one.
     *
     * @throws CorruptBatchException when the batch cannot be decoded, or when it holds a record
     *     that compaction could not take ({@link RecordSource#MAX_RECORD_BYTES})
     */
    public static List<Integer> missing(BatchView batch) {
        return batch.isCompressed() ? missingCompressed(batch) : missingPlain(batch);
    }

    private static List<Integer> missingPlain(BatchView batch) {
        List<Integer> missing = new ArrayList<>(0);
        RecordCursor cursor = new RecordCursor();
        cursor.of(batch);
        int begin = batch.position() + BatchView.HEADER_BYTES;
        cursor.over(batch.buffer(), begin, batch.position() + batch.sizeInBytes());
        int count = batch.recordCount();
        for (int i = 0; i < count && missing.size() < MOST_TOLD; i++) {
            cursor.advance();
            if (!cursor.hasKey()) {
                missing.add(i);
            }
        }
        return missing;
    }

    private static List<Integer> missingCompressed(BatchView batch) {
        List<Integer> missing = new ArrayList<>(0);
        MutableRecordBatch kafkas =
                MemoryRecords.readableRecords(batch.bytes()).batches().iterator().next();
        try (CloseableIterator<Record> records =
                ((DefaultRecordBatch) kafkas).skipKeyValueIterator(BufferSupplier.NO_CACHING)) {
            for (int i = 0; missing.size() < MOST_TOLD && records.hasNext(); i++) {
                Record record = records.next();
                if (!record.hasKey()) {
                    missing.add(i);
                }
                if (record.sizeInBytes() > RecordSource.MAX_RECORD_BYTES) {
                    throw new CorruptBatchException(
                            "record %d takes %d bytes, a compacted topic takes at most %d"
                                    .formatted(
                                            i,
                                            record.sizeInBytes(),
                                            RecordSource.MAX_RECORD_BYTES));
                }
            }
            return missing;
        } catch (CorruptBatchException e) {
            throw e;
        } catch (RuntimeException e) {
            // Kafka's streams wrap what the codecs throw, each in its own way.
            throw new CorruptBatchException("its records cannot be decompressed", e);
        }
    }
}
