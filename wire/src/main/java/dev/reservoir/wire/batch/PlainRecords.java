package dev.reservoir.wire.batch;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * Walks the records of an uncompressed batch in place (Kafka's protocol guide, "Record"): a
 * coordinator that loads a million of them makes no copy. Every length is checked against the bytes
 * that are there. Used by one thread.
 */
final class PlainRecords {
    private static final int MAX_VARINT_BYTES = 10;

    private final BatchView batch;
    private final ByteBuffer bytes;
    private int left;

    PlainRecords(BatchView batch) {
        this.batch = batch;
        this.bytes = batch.records();
        this.left = batch.recordCount();
    }

    /** The next record; null at the end. */
    @Nullable RecordView next() {
        if (left == 0) {
            return null;
        }
        left--;
        int size = length("record", varint());
        int end = bytes.position() + size;
        skip(1);
        long timestamp = timestamp(varint());
        long offset = batch.baseOffset() + varint();
        ByteBuffer key = slice("key");
        ByteBuffer value = slice("value");
        if (bytes.position() > end) {
            throw new CorruptBatchException("a record reaches beyond its own length of " + size);
        }
        bytes.position(end);
        return new RecordView(offset, timestamp, key, value);
    }

    private long timestamp(long delta) {
        return batch.isLogAppendTime() ? batch.maxTimestamp() : batch.baseTimestamp() + delta;
    }

    private @Nullable ByteBuffer slice(String what) {
        long claimed = varint();
        if (claimed == -1) {
            return null;
        }
        int size = length(what, claimed);
        ByteBuffer slice = bytes.slice(bytes.position(), size);
        bytes.position(bytes.position() + size);
        return slice;
    }

    private int length(String what, long claimed) {
        if (claimed < 0 || claimed > bytes.remaining()) {
            throw new CorruptBatchException(
                    "a "
                            + what
                            + " claims "
                            + claimed
                            + " bytes where "
                            + bytes.remaining()
                            + " are left");
        }
        return (int) claimed;
    }

    private void skip(int count) {
        length("field", count);
        bytes.position(bytes.position() + count);
    }

    private long varint() {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            length("number", 1);
            byte next = bytes.get();
            value |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new CorruptBatchException("a number takes more than " + MAX_VARINT_BYTES + " bytes");
    }
}
