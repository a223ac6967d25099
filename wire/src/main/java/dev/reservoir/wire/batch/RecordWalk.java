package dev.reservoir.wire.batch;

import java.nio.ByteBuffer;

/**
 * Checks that an uncompressed batch holds as many records as its header says, by hopping over their
 * lengths.
 */
public final class RecordWalk {
    /**
     * Length, attributes, two deltas, key and value length, header count: one byte each at least.
     */
    private static final int SMALLEST_BODY = 6;

    private RecordWalk() {}

    /**
     * @throws CorruptBatchException naming the first record that does not fit
     */
    public static void check(BatchView batch) {
        ByteBuffer records = batch.records();
        int limit = records.limit();
        int at = 0;
        int count = batch.recordCount();
        for (int i = 0; i < count; i++) {
            if (at >= limit) {
                throw new CorruptBatchException("it states " + count + " records and holds " + i);
            }
            int zigzag = 0;
            int shift = 0;
            byte next;
            do {
                if (at >= limit || shift > 28) {
                    throw new CorruptBatchException(
                            "the length of record " + i + " cannot be read");
                }
                next = records.get(at++);
                zigzag |= (next & 0x7F) << shift;
                shift += 7;
            } while (next < 0);
            int body = (zigzag >>> 1) ^ -(zigzag & 1);
            if (body < SMALLEST_BODY || body > limit - at) {
                throw new CorruptBatchException(
                        "record "
                                + i
                                + " claims "
                                + body
                                + " bytes, "
                                + (limit - at)
                                + " are left");
            }
            at += body;
        }
        if (at != limit) {
            throw new CorruptBatchException((limit - at) + " bytes follow its last record");
        }
    }
}
