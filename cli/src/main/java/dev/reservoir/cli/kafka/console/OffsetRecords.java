package dev.reservoir.cli.kafka.console;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.apache.kafka.common.Uuid;

import java.nio.ByteBuffer;

/**
 * Committed offsets (Kafka's {@code OffsetCommitKey} and {@code OffsetCommitValue}, versions 0 to
 * 4).
 */
final class OffsetRecords implements CoordinatorRecords {
    private static final short MAX_KEY = 1;
    private static final short EXPIRE_TIMESTAMP = 1;
    private static final short LEADER_EPOCH = 3;
    private static final short FLEXIBLE = 4;
    private static final int TOPIC_ID_TAG = 0;

    @Override
    public boolean has(short type) {
        return type >= 0 && type <= MAX_KEY;
    }

    @Override
    public boolean reads(short version) {
        return version >= 0 && version <= FLEXIBLE;
    }

    @Override
    public void key(ByteBuffer key, ObjectNode data) {
        RecordBytes bytes = new RecordBytes(key, false);
        data.put("group", bytes.string());
        data.put("topic", bytes.string());
        data.put("partition", bytes.int32());
    }

    @Override
    public void value(ByteBuffer value, short version, ObjectNode data) {
        RecordBytes bytes = new RecordBytes(value, version >= FLEXIBLE);
        data.put("offset", bytes.int64());
        if (version >= LEADER_EPOCH) {
            data.put("leaderEpoch", bytes.int32());
        }
        data.put("metadata", bytes.string());
        data.put("commitTimestamp", bytes.int64());
        if (version == EXPIRE_TIMESTAMP) {
            data.put("expireTimestamp", bytes.int64());
        }
        ByteBuffer topicId = bytes.tags().get(TOPIC_ID_TAG);
        if (topicId != null) {
            data.put("topicId", new Uuid(topicId.getLong(), topicId.getLong()).toString());
        }
    }
}
