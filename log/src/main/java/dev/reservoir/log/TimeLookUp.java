package dev.reservoir.log;

import dev.reservoir.wire.batch.BatchRecords;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.RecordView;

import org.jspecify.annotations.Nullable;

/**
 * The first record with a timestamp of at least a wanted one.
 *
 * @param timestamp milliseconds; {@link Long#MAX_VALUE} for the largest of the first batch
 * @param start offset below which records do not count
 */
record TimeLookUp(long timestamp, long start) {

    @Nullable FoundOffset in(BatchReader batches) throws StorageException {
        for (BatchView batch = batches.next(); batch != null; batch = batches.next()) {
            long wanted = timestamp == Long.MAX_VALUE ? batch.maxTimestamp() : timestamp;
            if (batch.maxTimestamp() >= wanted) {
                FoundOffset found = in(batch, wanted);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private @Nullable FoundOffset in(BatchView batch, long wanted) {
        if (batch.isLogAppendTime()) {
            return new FoundOffset(batch.baseOffset(), batch.maxTimestamp(), batch.leaderEpoch());
        }
        RecordView record =
                BatchRecords.first(batch, r -> r.timestamp() >= wanted && r.offset() >= start);
        return record == null
                ? null
                : new FoundOffset(record.offset(), record.timestamp(), batch.leaderEpoch());
    }
}
