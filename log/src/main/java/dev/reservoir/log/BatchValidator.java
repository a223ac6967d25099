package dev.reservoir.log;

import dev.reservoir.log.AppendRefusedException.Reason;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.CorruptBatchException;
import dev.reservoir.wire.batch.RecordKeys;
import dev.reservoir.wire.batch.RecordWalk;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The rules a batch from a client must keep before it gets an offset. Compressed batches stay
 * closed where the header suffices: it states count and largest timestamp, and the checksum covers
 * it. On a compacted topic they are opened for their keys.
 */
final class BatchValidator {
    private static final int LAST_COMPRESSION = 4;

    private BatchValidator() {}

    /**
     * @param records exactly one batch, from position to limit
     * @param now milliseconds since the epoch
     * @param id for messages
     */
    static BatchView validate(ByteBuffer records, LogConfig config, long now, PartitionId id)
            throws AppendRefusedException {
        BatchView batch = single(records);
        if (batch.sizeInBytes() > config.maxBatchBytes()) {
            throw new AppendRefusedException(
                    Reason.MESSAGE_TOO_LARGE,
                    "The record batch has %d bytes, the topic takes at most %d. Raise max.message.bytes on the topic (message.max.bytes on the broker), or send smaller records."
                            .formatted(batch.sizeInBytes(), config.maxBatchBytes()));
        }
        if (!batch.checksumMatches()) {
            throw new AppendRefusedException(
                    Reason.CORRUPT_MESSAGE,
                    "The record batch does not match its checksum: it was damaged on its way here."
                            + " Send it again.");
        }
        checkHeader(batch);
        if (config.retention().compact()) {
            checkKeys(batch, id);
        }
        checkRecords(batch, config, now);
        return batch;
    }

    /** What a client that sends it again would send again: no damage, so it must not retry. */
    private static void requireBatch(ByteBuffer records) throws AppendRefusedException {
        int there = records.remaining();
        if (there < BatchView.HEADER_BYTES) {
            throw invalid(
                    "a batch header takes %d bytes, %d are there"
                            .formatted(BatchView.HEADER_BYTES, there));
        }
        byte magic = BatchView.magicAt(records, records.position());
        if (magic < 0 || magic > BatchView.MAGIC) {
            throw new AppendRefusedException(
                    Reason.CORRUPT_MESSAGE,
                    "The record batch has message format %d, which does not exist."
                            .formatted(magic));
        }
        if (magic != BatchView.MAGIC) {
            throw invalid("it has message format %d; only format 2 is supported".formatted(magic));
        }
        long claimed = BatchView.sizeAt(records, records.position());
        if (claimed > there) {
            throw invalid("it claims %d bytes, %d are there".formatted(claimed, there));
        }
    }

    private static BatchView single(ByteBuffer records) throws AppendRefusedException {
        requireBatch(records);
        try {
            BatchView batch = BatchView.at(records, records.position());
            if (batch.sizeInBytes() != records.remaining()) {
                throw new AppendRefusedException(
                        Reason.INVALID_RECORD,
                        "A produce request holds exactly one record batch for each partition; this one has %d bytes behind the first."
                                .formatted(records.remaining() - batch.sizeInBytes()));
            }
            return batch;
        } catch (CorruptBatchException e) {
            throw new AppendRefusedException(
                    Reason.CORRUPT_MESSAGE,
                    "The record batch cannot be read: " + e.getMessage() + ".");
        }
    }

    private static void checkHeader(BatchView batch) throws AppendRefusedException {
        if (batch.baseOffset() != 0) {
            throw invalid("base offset must be 0, is " + batch.baseOffset());
        }
        if (batch.recordCount() <= 0) {
            throw invalid("record count must be positive, is " + batch.recordCount());
        }
        if (batch.lastOffsetDelta() != batch.recordCount() - 1) {
            throw invalid(
                    "the last offset delta must be the record count less one, they are %d and %d"
                            .formatted(batch.lastOffsetDelta(), batch.recordCount()));
        }
        if (batch.isControl()) {
            throw invalid("clients may not write control records");
        }
        if (batch.compression() > LAST_COMPRESSION) {
            throw invalid("compression type " + batch.compression() + " does not exist");
        }
        if (batch.hasProducer() && (batch.baseSequence() < 0 || batch.producerEpoch() < 0)) {
            throw invalid("a batch with a producer id needs a sequence and an epoch from 0 on");
        }
        if (batch.isTransactional() && !batch.hasProducer()) {
            throw invalid("a transactional batch needs a producer id");
        }
    }

    /** A record without a key could never be outdated. */
    private static void checkKeys(BatchView batch, PartitionId id) throws AppendRefusedException {
        List<Integer> missing;
        try {
            missing = RecordKeys.missing(batch);
        } catch (CorruptBatchException e) {
            throw invalid(e.getMessage());
        }
        if (!missing.isEmpty()) {
            throw new AppendRefusedException(
                    Reason.INVALID_RECORD,
                    "Compacted topic cannot accept message without key in topic partition %s: record %d of the batch has none. Send a key, or change cleanup.policy."
                            .formatted(id, missing.getFirst()),
                    missing);
        }
    }

    /** Structure and timestamps; an uncompressed batch is walked over once for both. */
    private static void checkRecords(BatchView batch, LogConfig config, long now)
            throws AppendRefusedException {
        TimestampRule rule = new TimestampRule(config, now);
        rule.checkType(batch);
        try {
            if (!batch.isCompressed()) {
                RecordWalk.check(batch, rule);
                rule.settle(batch);
            } else if (rule.wantsToSee(batch)) {
                RecordWalk.open(batch, rule);
                rule.settle(batch);
            } else {
                rule.settleUnseen(batch);
            }
        } catch (CorruptBatchException e) {
            throw invalid(e.getMessage());
        }
    }

    private static AppendRefusedException invalid(@Nullable String rule) {
        return new AppendRefusedException(
                Reason.INVALID_RECORD, "The record batch is invalid: " + rule + ".");
    }
}
