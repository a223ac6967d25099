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

/** What Kafka's own classes leave of a batch, to compare with. */
final class KafkasFilter {
    private KafkasFilter() {}

    static @Nullable ByteBuffer filter(
            BatchView batch,
            long now,
            long retention,
            BatchFilter.Choice choice,
            boolean keepEmpty) {
        RecordFilter filter =
                new RecordFilter(now, retention) {
                    @Override
                    protected BatchRetentionResult checkBatchRetention(RecordBatch kafkas) {
                        return new BatchRetentionResult(
                                keepEmpty
                                        ? BatchRetention.RETAIN_EMPTY
                                        : BatchRetention.DELETE_EMPTY,
                                false);
                    }

                    @Override
                    protected boolean shouldRetainRecord(RecordBatch kafkas, Record record) {
                        boolean kept =
                                record.hasValue()
                                        || kafkas.deleteHorizonMs().isEmpty()
                                        || now < kafkas.deleteHorizonMs().getAsLong();
                        return kept && keeps(batch, choice, record.offset());
                    }
                };
        ByteBuffer left =
                MemoryRecords.readableRecords(batch.bytes())
                        .filterTo(
                                filter,
                                ByteBuffer.allocate(batch.sizeInBytes() + 100),
                                BufferSupplier.NO_CACHING)
                        .outputBuffer()
                        .flip();
        return left.hasRemaining() ? left : null;
    }

    private static boolean keeps(BatchView batch, BatchFilter.Choice choice, long offset) {
        boolean[] kept = new boolean[1];
        try (RecordSource source = new RecordSource()) {
            source.visit(
                    batch,
                    record -> {
                        if (record.offset() == offset) {
                            kept[0] = choice.keeps(record);
                        }
                        return true;
                    });
        }
        return kept[0];
    }
}
