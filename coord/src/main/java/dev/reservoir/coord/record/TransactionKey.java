package dev.reservoir.coord.record;

import java.nio.ByteBuffer;

/** TransactionLogKey, version 0: which transactional id a record is of. */
public record TransactionKey(String transactionalId) {
    private static final short VERSION = 0;

    public ByteBuffer encode() {
        return new FieldWriter(false).int16(VERSION).string(transactionalId).finish();
    }

    /**
     * Reads a key.
     *
     * @param bytes from position to limit; not moved
     * @throws MalformedRecordException when they are none, or of a version this program does not
     *     know
     */
    public static TransactionKey decode(ByteBuffer bytes) {
        FieldReader fields = new FieldReader(bytes.duplicate(), false);
        int version = fields.int16();
        if (version != VERSION) {
            throw new MalformedRecordException(
                    "a key in the transaction log has version " + version + ", version 0 is known");
        }
        return new TransactionKey(fields.string());
    }
}
