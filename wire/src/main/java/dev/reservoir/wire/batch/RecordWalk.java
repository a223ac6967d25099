package dev.reservoir.wire.batch;

import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;

import java.nio.ByteBuffer;

/**
 * Walks over a client's batch before it is taken: checks that every record is one (Kafka's protocol
 * guide, "Record") and that there are as many as the header says, and shows their timestamps. What
 * is stored unreadable would stop every consumer that comes to it.
 */
public final class RecordWalk {
    private static final int MAX_VARINT_BYTES = 10;

    /** Is shown the timestamp of each record. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * @param index place in the batch, from 0 on
         * @param timestamp milliseconds since the epoch; -1 for none
         */
        void see(int index, long timestamp);
    }

    private final ByteBuffer bytes;
    private int at;

    private RecordWalk(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * Walks over an uncompressed batch in place.
     *
     * @throws CorruptBatchException naming the first record that is none
     */
    public static void check(BatchView batch, Visitor visitor) {
        RecordWalk walk = new RecordWalk(batch.records());
        int limit = walk.bytes.limit();
        int count = batch.recordCount();
        long base = batch.baseTimestamp();
        for (int i = 0; i < count; i++) {
            if (walk.at >= limit) {
                throw new CorruptBatchException("it states " + count + " records and holds " + i);
            }
            try {
                visitor.see(i, base + walk.record());
            } catch (CorruptBatchException e) {
                throw new CorruptBatchException("record " + i + ": " + e.getMessage());
            }
        }
        if (walk.at != limit) {
            throw new CorruptBatchException((limit - walk.at) + " bytes follow its last record");
        }
    }

    /**
     * Opens a compressed batch for it, which costs what decompressing costs; keys and values are
     * passed over.
     *
     * @throws CorruptBatchException when it cannot be decompressed or decoded
     */
    public static void open(BatchView batch, Visitor visitor) {
        MutableRecordBatch kafkas =
                MemoryRecords.readableRecords(batch.bytes()).batches().iterator().next();
        try (CloseableIterator<Record> records =
                ((DefaultRecordBatch) kafkas).skipKeyValueIterator(BufferSupplier.NO_CACHING)) {
            for (int i = 0; records.hasNext(); i++) {
                visitor.see(i, records.next().timestamp());
            }
        } catch (RuntimeException e) {
            // Kafka's streams wrap what the codecs throw, each in its own way.
            throw new CorruptBatchException("its records cannot be decompressed", e);
        }
    }

    /** Passes over a record and gives its timestamp's delta. */
    private long record() {
        int size = length("its length", bytes.limit());
        int end = at + size;
        skip("its attributes", 1, end);
        long timestampDelta = varint(end);
        varint(end); // the offset's delta is the record's place
        field("its key", end);
        field("its value", end);
        int headers = length("the number of its headers", end);
        for (int i = 0; i < headers; i++) {
            int key = length("a header's key", end);
            at += key;
            field("a header's value", end);
        }
        if (at != end) {
            throw new CorruptBatchException((end - at) + " bytes follow its last header");
        }
        return timestampDelta;
    }

    /** Passes over bytes that may be null. */
    private void field(String what, int end) {
        long claimed = varint(end);
        if (claimed != -1) {
            skip(what, claimed, end);
        }
    }

    private void skip(String what, long claimed, int end) {
        at += checked(what, claimed, end);
    }

    /** Reads a length of bytes that follow. */
    private int length(String what, int end) {
        return checked(what, varint(end), end);
    }

    private int checked(String what, long claimed, int end) {
        if (claimed < 0 || claimed > end - at) {
            throw new CorruptBatchException(
                    "%s claims %d bytes, %d are left".formatted(what, claimed, end - at));
        }
        return (int) claimed;
    }

    private long varint(int end) {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES && at < end; i++) {
            byte next = bytes.get(at++);
            value |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new CorruptBatchException("a number in it does not end");
    }
}
