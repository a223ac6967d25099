package dev.reservoir.log.local;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * One row of a commit's entry table.
 *
 * @param epoch leader epoch of an append
 * @param checksum CRC-32C of the segment's generation, the commit's number and the payload
 */
record EntryRow(Key partition, EntryKind kind, int epoch, Span span, int checksum) {
    /** Names a partition in the journal: by id, never by name. */
    record Key(UUID topicId, int index) {}

    /**
     * Offsets and bytes of an entry.
     *
     * @param base first offset of an append or replacement; the new start of a trim
     * @param next offset behind the last one
     * @param length bytes of payload
     */
    record Span(long base, long next, int length) {}

    void put(ByteBuffer target) {
        target.putLong(partition.topicId.getMostSignificantBits());
        target.putLong(partition.topicId.getLeastSignificantBits());
        target.putInt(partition.index);
        target.putInt(kind.code());
        target.putInt(epoch);
        target.putLong(span.base);
        target.putLong(span.next);
        target.putInt(span.length);
        target.putInt(checksum);
    }

    /**
     * @throws IllegalArgumentException when the bytes make no sense
     */
    static EntryRow get(ByteBuffer source) {
        Key key = new Key(new UUID(source.getLong(), source.getLong()), source.getInt());
        int code = source.getInt();
        EntryKind kind = EntryKind.of(code);
        int epoch = source.getInt();
        Span span = new Span(source.getLong(), source.getLong(), source.getInt());
        int checksum = source.getInt();
        if (kind == null || span.length < 0) {
            throw new IllegalArgumentException(
                    "entry kind " + code + ", " + span.length + " bytes of payload");
        }
        return new EntryRow(key, kind, epoch, span, checksum);
    }
}
