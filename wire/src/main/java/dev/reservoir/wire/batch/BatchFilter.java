package dev.reservoir.wire.batch;

import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecords.RecordFilter;
import org.apache.kafka.common.record.internal.MemoryRecords.RecordFilter.BatchRetention;
import org.apache.kafka.common.record.internal.MemoryRecords.RecordFilter.BatchRetentionResult;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.function.Predicate;

/**
 * Leaves records out of batches, for compaction. What stays keeps its offset, timestamp and
 * headers, the batch its compression, producer and span of offsets. A tombstone stays until {@code
 * delete.retention.ms} after the first pass that saw it, which is noted in the batch as Kafka does
 * (KIP-534). Immutable.
 */
public final class BatchFilter {
    private final long nowMs;
    private final long deleteRetentionMs;
    private final Predicate<RecordView> latest;

    /**
     * @param nowMs the time of this pass, milliseconds since the epoch
     * @param deleteRetentionMs how long tombstones stay
     * @param latest whether a record is the newest with its key
     */
    public BatchFilter(long nowMs, long deleteRetentionMs, Predicate<RecordView> latest) {
        this.nowMs = nowMs;
        this.deleteRetentionMs = deleteRetentionMs;
        this.latest = latest;
    }

    /**
     * What is left of a batch.
     *
     * @param keepEmpty whether a batch without records leaves its header, which knows the
     *     producer's last sequence
     * @return the batch as it is when nothing changes; null when nothing is left
     * @throws CorruptBatchException when the batch cannot be decoded
     */
    public @Nullable ByteBuffer filter(BatchView batch, boolean keepEmpty) {
        ByteBuffer all = batch.bytes();
        try {
            ByteBuffer left =
                    MemoryRecords.readableRecords(all.duplicate())
                            .filterTo(
                                    new Filter(keepEmpty),
                                    ByteBuffer.allocate(batch.sizeInBytes()),
                                    BufferSupplier.NO_CACHING)
                            .outputBuffer()
                            .flip();
            return left.hasRemaining() ? left : null;
        } catch (RuntimeException e) {
            throw new CorruptBatchException(
                    "the batch at offset " + batch.baseOffset() + " cannot be decoded", e);
        }
    }

    private final class Filter extends RecordFilter {
        private final boolean keepEmpty;

        Filter(boolean keepEmpty) {
            super(BatchFilter.this.nowMs, BatchFilter.this.deleteRetentionMs);
            this.keepEmpty = keepEmpty;
        }

        @Override
        protected BatchRetentionResult checkBatchRetention(RecordBatch batch) {
            return new BatchRetentionResult(
                    keepEmpty ? BatchRetention.RETAIN_EMPTY : BatchRetention.DELETE_EMPTY, false);
        }

        @Override
        protected boolean shouldRetainRecord(RecordBatch batch, Record record) {
            boolean kept =
                    record.hasValue()
                            || batch.deleteHorizonMs().isEmpty()
                            || nowMs < batch.deleteHorizonMs().getAsLong();
            return kept
                    && latest.test(
                            new RecordView(
                                    record.offset(),
                                    record.timestamp(),
                                    record.key(),
                                    record.value()));
        }
    }
}
