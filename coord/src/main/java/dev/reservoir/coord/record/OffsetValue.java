package dev.reservoir.coord.record;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * OffsetCommitValue, versions 0 to 4: a committed offset.
 *
 * @param offset as the client committed it
 * @param leaderEpoch of the last consumed record; -1 when unknown (3+)
 * @param metadata the client's note
 * @param commitTimestamp milliseconds since the epoch
 * @param expireTimestamp when it may be forgotten whatever the retention, milliseconds; -1 when the
 *     commit named none (1 only)
 * @param topicId of the topic's incarnation; null when the commit did not name it (4+)
 */
public record OffsetValue(
        long offset,
        int leaderEpoch,
        String metadata,
        long commitTimestamp,
        long expireTimestamp,
        @Nullable UUID topicId) {

    private static final short LATEST = 4;
    private static final short WITH_EXPIRY = 1;
    private static final short FIRST_FLEXIBLE = 4;
    private static final int TOPIC_ID_TAG = 0;
    private static final UUID NO_TOPIC_ID = new UUID(0, 0);

    /** The value in the version Kafka 4.3.1 writes: 1 when it has an expiry of its own, else 4. */
    public ByteBuffer encode() {
        return encode(expireTimestamp == -1 ? LATEST : WITH_EXPIRY);
    }

    ByteBuffer encode(int version) {
        FieldWriter fields =
                new FieldWriter(version >= FIRST_FLEXIBLE).int16(version).int64(offset);
        if (version >= 3) {
            fields.int32(leaderEpoch);
        }
        fields.string(metadata).int64(commitTimestamp);
        if (version == WITH_EXPIRY) {
            fields.int64(expireTimestamp);
        }
        if (version >= FIRST_FLEXIBLE && topicId != null) {
            FieldWriter.Tags tags = new FieldWriter.Tags();
            tags.uuid(TOPIC_ID_TAG, topicId);
            return fields.tagged(tags).finish();
        }
        return fields.noTaggedFields().finish();
    }

    /**
     * Reads a value.
     *
     * @param bytes from position to limit; not moved
     * @throws MalformedRecordException when they are none, or of a version this program does not
     *     know
     */
    public static OffsetValue decode(ByteBuffer bytes) {
        ByteBuffer rest = bytes.duplicate();
        int version = new FieldReader(rest, false).int16();
        if (version < 0 || version > LATEST) {
            throw new MalformedRecordException(
                    "a committed offset has version "
                            + version
                            + ", versions 0 to "
                            + LATEST
                            + " are known");
        }
        FieldReader fields = new FieldReader(rest, version >= FIRST_FLEXIBLE);
        long offset = fields.int64();
        int epoch = version >= 3 ? fields.int32() : -1;
        String metadata = fields.string();
        long commit = fields.int64();
        long expire = version == WITH_EXPIRY ? fields.int64() : -1;
        return new OffsetValue(offset, epoch, metadata, commit, expire, topicId(fields));
    }

    private static @Nullable UUID topicId(FieldReader fields) {
        UUID[] found = {NO_TOPIC_ID};
        fields.taggedFields((tag, field) -> {
            if (tag == TOPIC_ID_TAG) {
                found[0] = field.uuid();
            }
        });
        return found[0].equals(NO_TOPIC_ID) ? null : found[0];
    }
}
