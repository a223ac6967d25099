package dev.reservoir.wire.batch;

import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Walks the records of batches, compressed or not, one at a time: memory follows the largest
 * record, not what a batch could be blown up to. Used by one thread, for one batch after the other.
 */
public final class RecordSource implements AutoCloseable {
    /** Takes records; what it is given is valid during the call. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * @return whether to go on
         */
        boolean visit(RecordCursor record);
    }

    /** What one record of a compressed batch may take in memory. */
    public static final int MAX_RECORD_BYTES = 1 << 26;

    private static final int MAX_LENGTH_BYTES = 5;
    private static final int FIRST_BYTES = 4_096;

    private final BufferSupplier buffers = BufferSupplier.create();
    private final RecordCursor cursor = new RecordCursor();
    private byte[] plain = new byte[FIRST_BYTES];

    /**
     * Shows the records of a batch, in order, until the visitor has seen enough.
     *
     * @throws CorruptBatchException when the batch cannot be decoded
     */
    public void visit(BatchView batch, Visitor visitor) {
        cursor.of(batch);
        if (batch.isCompressed()) {
            visitCompressed(batch, visitor);
        } else {
            visitPlain(batch, visitor);
        }
    }

    private void visitPlain(BatchView batch, Visitor visitor) {
        int end = batch.position() + batch.sizeInBytes();
        cursor.over(batch.buffer(), batch.position() + BatchView.HEADER_BYTES, end);
        int count = batch.recordCount();
        for (int i = 0; i < count; i++) {
            cursor.advance();
            if (!visitor.visit(cursor)) {
                return;
            }
        }
    }

    private void visitCompressed(BatchView batch, Visitor visitor) {
        try (InputStream in =
                Compression.of(CompressionType.forId(batch.compression()))
                        .build()
                        .wrapForInput(batch.records(), RecordBatch.MAGIC_VALUE_V2, buffers)) {
            int count = batch.recordCount();
            for (int i = 0; i < count; i++) {
                int size = readRecord(in);
                cursor.over(ByteBuffer.wrap(plain), 0, size);
                cursor.advance();
                if (!visitor.visit(cursor)) {
                    return;
                }
            }
            if (in.read() >= 0) {
                throw new CorruptBatchException(
                        "bytes follow the last of its " + count + " records");
            }
        } catch (IOException e) {
            throw undecodable(batch, e);
        } catch (CorruptBatchException e) {
            throw e;
        } catch (RuntimeException e) {
            // Kafka's streams wrap what the codecs throw, each in its own way.
            throw undecodable(batch, e);
        }
    }

    private static CorruptBatchException undecodable(BatchView batch, Exception cause) {
        return new CorruptBatchException(
                "the batch at offset " + batch.baseOffset() + " cannot be decoded", cause);
    }

    /** Reads a record with its length into {@link #plain}, which grows as the bytes arrive. */
    private int readRecord(InputStream in) throws IOException {
        int have = 0;
        int value = 0;
        byte next;
        do {
            int read = in.read();
            if (read < 0) {
                throw new EOFException("the records end too early");
            }
            if (have == MAX_LENGTH_BYTES) {
                throw new CorruptBatchException("the length of a record cannot be read");
            }
            next = (byte) read;
            value |= (next & 0x7F) << (7 * have);
            plain[have++] = next;
        } while (next < 0);
        int body = (value >>> 1) ^ -(value & 1);
        if (body < 0 || body > MAX_RECORD_BYTES) {
            throw new CorruptBatchException(
                    "a record claims %d bytes, at most %d are taken"
                            .formatted(body, MAX_RECORD_BYTES));
        }
        int end = have + body;
        while (have < end) {
            if (have == plain.length) {
                plain = Arrays.copyOf(plain, (int) Math.min(end, 2L * plain.length));
            }
            int read = in.read(plain, have, Math.min(end, plain.length) - have);
            if (read < 0) {
                throw new EOFException("the records end too early");
            }
            have += read;
        }
        return end;
    }

    /** Lets go of buffers. */
    @Override
    public void close() {
        buffers.close();
    }
}
