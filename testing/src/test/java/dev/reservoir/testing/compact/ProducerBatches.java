package dev.reservoir.testing.compact;

import dev.reservoir.wire.batch.BatchView;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Makes a producer's batch of a plain one. */
final class ProducerBatches {
    private static final int CRC = 17;
    private static final int ATTRIBUTES = 21;
    private static final int PRODUCER_ID = 43;
    private static final int PRODUCER_EPOCH = 51;
    private static final int BASE_SEQUENCE = 53;
    private static final short TRANSACTIONAL = 0x10;

    private ProducerBatches() {}

    /**
     * @param batch changed in place
     */
    static ByteBuffer of(ByteBuffer batch, long producerId, int sequence, boolean transactional) {
        batch.putShort(ATTRIBUTES, transactional ? TRANSACTIONAL : 0);
        batch.putLong(PRODUCER_ID, producerId);
        batch.putShort(PRODUCER_EPOCH, (short) 0);
        batch.putInt(BASE_SEQUENCE, sequence);
        CRC32C crc = new CRC32C();
        crc.update(batch.slice(ATTRIBUTES, batch.limit() - ATTRIBUTES));
        batch.putInt(CRC, (int) crc.getValue());
        if (!BatchView.at(batch, 0).checksumMatches()) {
            throw new IllegalStateException("the layout has changed");
        }
        return batch;
    }
}
