package dev.reservoir.testing.contract;

import dev.reservoir.wire.batch.BatchBuilder;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Batches as producers send them. */
final class ProducerBatches {
    private static final short TRANSACTIONAL = 0x10;

    private ProducerBatches() {}

    static ByteBuffer plain(int count, long timestamp) {
        BatchBuilder builder = new BatchBuilder(0);
        for (int i = 0; i < count; i++) {
            builder.add(timestamp, null, ByteBuffer.allocate(40));
        }
        return builder.build();
    }

    static ByteBuffer of(TransactionModel.Entry entry) {
        ByteBuffer batch = plain(entry.count(), entry.timestamp());
        if (entry.producer() == TransactionModel.NO_PRODUCER) {
            return batch;
        }
        if (entry.kind() == TransactionModel.Kind.IN_TRANSACTION) {
            batch.putShort(21, TRANSACTIONAL);
        }
        batch.putLong(43, entry.producer()).putShort(51, entry.epoch());
        batch.putInt(53, entry.sequence());
        CRC32C crc = new CRC32C();
        crc.update(batch.slice(21, batch.limit() - 21));
        batch.putInt(17, (int) crc.getValue());
        return batch;
    }
}
