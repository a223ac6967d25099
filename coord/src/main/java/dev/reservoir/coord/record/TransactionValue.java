package dev.reservoir.coord.record;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * TransactionLogValue, versions 0 and 1: where a transactional id stands.
 *
 * @param producer who writes under it
 * @param status Kafka's number of the state
 * @param partitions of the transaction, by topic; null for one that holds none and has not begun
 * @param times in milliseconds
 * @param clientVersion of the transaction protocol that the client speaks (1+)
 */
public record TransactionValue(
        Producers producer,
        byte status,
        @Nullable Map<String, List<Integer>> partitions,
        Times times,
        short clientVersion) {

    /**
     * Producer ids and the epoch.
     *
     * @param previous the id before this one; -1 when there was none (1+)
     * @param next the id that takes over when the transaction has ended; -1 when this one stays
     *     (1+)
     */
    public record Producers(long id, long previous, long next, short epoch) {}

    /**
     * @param timeout after which the transaction is aborted
     * @param updated when the id was last used, since the epoch
     * @param started when the transaction began, since the epoch; -1 when it has not
     */
    public record Times(int timeout, long updated, long started) {}

    private static final short LATEST = 1;
    private static final short FIRST_FLEXIBLE = 1;
    private static final int PREVIOUS_TAG = 0;
    private static final int NEXT_TAG = 1;
    private static final int CLIENT_VERSION_TAG = 2;
    private static final long NONE = -1;

    /** The value in the version Kafka 4.3.1 writes. */
    public ByteBuffer encode() {
        return encode(LATEST);
    }

    ByteBuffer encode(int version) {
        FieldWriter fields =
                new FieldWriter(version >= FIRST_FLEXIBLE)
                        .int16(version)
                        .int64(producer.id)
                        .int16(producer.epoch)
                        .int32(times.timeout)
                        .int8(status);
        if (partitions == null) {
            fields.nullArray();
        } else {
            fields.arrayLength(partitions.size());
            partitions.forEach((topic, indexes) -> {
                fields.string(topic).arrayLength(indexes.size());
                indexes.forEach(fields::int32);
                fields.noTaggedFields();
            });
        }
        fields.int64(times.updated).int64(times.started);
        return version >= FIRST_FLEXIBLE ? tagged(fields).finish() : fields.finish();
    }

    private FieldWriter tagged(FieldWriter fields) {
        FieldWriter.Tags tags = new FieldWriter.Tags();
        if (producer.previous != NONE) {
            tags.int64(PREVIOUS_TAG, producer.previous);
        }
        if (producer.next != NONE) {
            tags.int64(NEXT_TAG, producer.next);
        }
        if (clientVersion != 0) {
            tags.int16(CLIENT_VERSION_TAG, clientVersion);
        }
        return fields.tagged(tags);
    }

    /**
     * Reads a value.
     *
     * @param bytes from position to limit; not moved
     * @throws MalformedRecordException when they are none, or of a version this program does not
     *     know
     */
    public static TransactionValue decode(ByteBuffer bytes) {
        ByteBuffer rest = bytes.duplicate();
        int version = new FieldReader(rest, false).int16();
        if (version < 0 || version > LATEST) {
            throw new MalformedRecordException(
                    "a transaction's state has version "
                            + version
                            + ", versions 0 to "
                            + LATEST
                            + " are known");
        }
        FieldReader fields = new FieldReader(rest, version >= FIRST_FLEXIBLE);
        long id = fields.int64();
        short epoch = fields.int16();
        int timeout = fields.int32();
        byte status = fields.int8();
        Map<String, List<Integer>> partitions = partitions(fields);
        Times times = new Times(timeout, fields.int64(), fields.int64());
        long[] tags = {NONE, NONE, 0};
        fields.taggedFields((tag, field) -> {
            switch (tag) {
                case PREVIOUS_TAG, NEXT_TAG -> tags[tag] = field.int64();
                case CLIENT_VERSION_TAG -> tags[tag] = field.int16();
                default -> {}
            }
        });
        return new TransactionValue(
                new Producers(id, tags[PREVIOUS_TAG], tags[NEXT_TAG], epoch),
                status,
                partitions,
                times,
                (short) tags[CLIENT_VERSION_TAG]);
    }

    private static @Nullable Map<String, List<Integer>> partitions(FieldReader fields) {
        int topics = fields.nullableArrayLength();
        if (topics < 0) {
            return null;
        }
        Map<String, List<Integer>> partitions = new TreeMap<>();
        for (int i = 0; i < topics; i++) {
            String topic = fields.string();
            List<Integer> indexes = new ArrayList<>();
            for (int left = fields.arrayLength(); left > 0; left--) {
                indexes.add(fields.int32());
            }
            fields.taggedFields(FieldReader.TaggedField.IGNORED);
            partitions.put(topic, List.copyOf(indexes));
        }
        return partitions;
    }
}
