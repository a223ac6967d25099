package dev.reservoir.wire.batch;

import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Leaves records out of batches, for compaction. What stays keeps its offset, timestamp and
 * headers, the batch its compression, producer and span of offsets. Tombstones stay until {@code
 * delete.retention.ms} after the first pass that saw them, and a marker until so long after the
 * first pass that found no record of its transaction; when that is, the batch notes as Kafka does
 * (KIP-534). Records are copied as they lie; only such a note makes them be written anew. Used by
 * one thread.
 */
public final class BatchFilter implements AutoCloseable {
    /** Whether a record is to stay. */
    @FunctionalInterface
    public interface Choice {
        boolean keeps(RecordCursor record);
    }

    private final long nowMs;
    private final long deleteRetentionMs;
    private final long upTo;
    private final Choice latest;
    private final RecordSource records = new RecordSource();
    private final BatchOutput one = new BatchOutput(1 << 10);
    private final Survey survey = new Survey();

    /**
     * @param nowMs the time of this pass, milliseconds since the epoch
     * @param deleteRetentionMs how long tombstones and markers stay
     * @param upTo records from this offset on stay: nobody has looked at their keys yet
     * @param latest whether a record is the newest with its key
     */
    public BatchFilter(long nowMs, long deleteRetentionMs, long upTo, Choice latest) {
        this.upTo = upTo;
        this.nowMs = nowMs;
        this.deleteRetentionMs = deleteRetentionMs;
        this.latest = latest;
    }

    /** Puts a batch as it is. */
    public void keep(BatchView batch, BatchOutput output) {
        output.put(batch.buffer(), batch.position(), batch.sizeInBytes());
    }

    /**
     * Puts what is left of a batch of data.
     *
     * @param keepEmpty whether a batch without records leaves its header, which knows the
     *     producer's last sequence
     * @return whether that is not the batch as it was
     * @throws CorruptBatchException when the batch cannot be decoded
     */
    public boolean filter(BatchView batch, boolean keepEmpty, BatchOutput output) {
        int from = output.size();
        survey.begin(batch, output);
        records.visit(batch, survey);
        survey.flush();
        if (survey.kept == 0) {
            output.cut(from);
            return drop(batch, keepEmpty, output);
        }
        boolean noted = batch.deleteHorizon() != BatchView.NO_DELETE_HORIZON;
        // The time of the batch's last tombstone begins when a pass has looked at its key, too.
        boolean note = survey.tombstones && !noted && batch.nextOffset() <= upTo;
        if (survey.kept == survey.seen && !note) {
            output.cut(from);
            keep(batch, output);
            return false;
        }
        long horizon = note ? horizon() : batch.deleteHorizon();
        if (batch.isCompressed()) {
            output.cut(from + BatchView.HEADER_BYTES);
            compress(batch, horizon, output);
        } else if (note) {
            output.cut(from + BatchView.HEADER_BYTES);
            records.visit(
                    batch,
                    record -> {
                        if (keeps(batch, record)) {
                            write(record, horizon, output);
                        }
                        return true;
                    });
        }
        finish(output, from, survey.kept, horizon);
        return true;
    }

    private long horizon() {
        return nowMs + deleteRetentionMs;
    }

    private boolean keeps(BatchView batch, RecordCursor record) {
        if (record.offset() >= upTo) {
            return true;
        }
        boolean timeIsOver =
                !record.hasValue()
                        && batch.deleteHorizon() != BatchView.NO_DELETE_HORIZON
                        && nowMs >= batch.deleteHorizon();
        return !timeIsOver && latest.keeps(record);
    }

    /**
     * Puts what is left when no record stays.
     *
     * @param keepEmpty see {@link #filter}
     * @return whether that is not the batch as it was
     */
    public boolean drop(BatchView batch, boolean keepEmpty, BatchOutput output) {
        if (!keepEmpty) {
            return true;
        }
        if (batch.recordCount() == 0) {
            keep(batch, output);
            return false;
        }
        int from = output.size();
        output.put(batch.buffer(), batch.position(), BatchView.HEADER_BYTES);
        survey.maxTimestamp = batch.maxTimestamp();
        finish(output, from, 0, BatchView.NO_DELETE_HORIZON);
        return true;
    }

    /**
     * Puts what is left of the marker of a transaction that has no records left.
     *
     * @param keepEmpty see {@link #filter}
     * @param mustStay whether it stays even when its time is over
     * @return whether that is not the batch as it was
     */
    public boolean endMarker(
            BatchView batch, boolean keepEmpty, boolean mustStay, BatchOutput output) {
        long horizon = batch.deleteHorizon();
        boolean timeIsOver = horizon != BatchView.NO_DELETE_HORIZON && nowMs >= horizon;
        if (batch.recordCount() == 0 || (timeIsOver && !mustStay)) {
            return drop(batch, keepEmpty, output);
        }
        if (horizon != BatchView.NO_DELETE_HORIZON) {
            keep(batch, output);
            return false;
        }
        int from = output.size();
        output.put(batch.buffer(), batch.position(), BatchView.HEADER_BYTES);
        survey.maxTimestamp = batch.maxTimestamp();
        records.visit(
                batch,
                record -> {
                    write(record, horizon(), output);
                    return true;
                });
        finish(output, from, batch.recordCount(), horizon());
        return true;
    }

    private void finish(BatchOutput output, int from, int count, long horizon) {
        int size = output.size() - from;
        BatchView.rewrite(
                output.room(0),
                from,
                new BatchView.Compacted(size, count, survey.maxTimestamp, horizon));
    }

    /** Writes the record anew, with its timestamp relative to the horizon. */
    private static void write(RecordCursor record, long horizon, BatchOutput output) {
        long delta = record.timestamp() - horizon;
        int rest = record.end() - record.behindTimestamp();
        int body = 1 + Varints.size(delta) + rest;
        ByteBuffer target = output.room(Varints.size(body) + body);
        Varints.write(target, body);
        target.put(record.attributes());
        Varints.write(target, delta);
        output.put(record.bytes(), record.behindTimestamp(), rest);
    }

    private void compress(BatchView batch, long horizon, BatchOutput output) {
        boolean anew = horizon != batch.deleteHorizon();
        ByteBufferOutputStream target = new ByteBufferOutputStream(batch.sizeInBytes());
        Compression codec = Compression.of(CompressionType.forId(batch.compression())).build();
        try (OutputStream stream = codec.wrapForOutput(target, RecordBatch.MAGIC_VALUE_V2)) {
            records.visit(
                    batch,
                    record -> {
                        if (keeps(batch, record)) {
                            one.clear();
                            if (anew) {
                                write(record, horizon, one);
                            } else {
                                one.put(
                                        record.bytes(),
                                        record.start(),
                                        record.end() - record.start());
                            }
                            copy(one.written(), stream);
                        }
                        return true;
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("compressing into memory", e);
        }
        ByteBuffer compressed = target.buffer().flip();
        output.put(compressed, 0, compressed.limit());
    }

    private static void copy(ByteBuffer bytes, OutputStream stream) {
        try {
            stream.write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
        } catch (IOException e) {
            throw new UncheckedIOException("compressing into memory", e);
        }
    }

    /** Lets go of buffers. */
    @Override
    public void close() {
        records.close();
    }

    /** What stays of a batch. Of one that is not compressed, copies it in runs. */
    private final class Survey implements RecordSource.Visitor {
        private BatchView batch = BatchView.NONE;
        private BatchOutput output = one;
        private int seen;
        private int kept;
        private long maxTimestamp;
        private boolean tombstones;
        private int runStart;
        private int runEnd;

        void begin(BatchView next, BatchOutput target) {
            batch = next;
            output = target;
            seen = 0;
            kept = 0;
            tombstones = false;
            maxTimestamp = next.isLogAppendTime() ? next.maxTimestamp() : -1;
            runStart = -1;
            output.put(batch.buffer(), batch.position(), BatchView.HEADER_BYTES);
        }

        @Override
        public boolean visit(RecordCursor record) {
            seen++;
            if (keeps(batch, record)) {
                kept++;
                maxTimestamp = Math.max(maxTimestamp, record.timestamp());
                tombstones |= !record.hasValue();
                runStart = runStart < 0 ? record.start() : runStart;
                runEnd = record.end();
            } else {
                flush();
            }
            return true;
        }

        private void flush() {
            boolean copies = runStart >= 0 && !batch.isCompressed() && kept < seen;
            if (copies) {
                output.put(batch.buffer(), runStart, runEnd - runStart);
            }
            runStart = -1;
        }
    }
}
