package dev.reservoir.cli.kafka.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.ByteBuffer;

/**
 * Classic groups (Kafka's {@code GroupMetadataKey} and {@code GroupMetadataValue}, versions 0 to
 * 4).
 */
final class GroupRecords implements CoordinatorRecords {
    private static final short KEY = 2;
    private static final short REBALANCE_TIMEOUT = 1;
    private static final short STATE_TIMESTAMP = 2;
    private static final short INSTANCE_ID = 3;
    private static final short FLEXIBLE = 4;

    @Override
    public boolean has(short type) {
        return type == KEY;
    }

    @Override
    public boolean reads(short version) {
        return version >= 0 && version <= FLEXIBLE;
    }

    @Override
    public void key(ByteBuffer key, ObjectNode data) {
        data.put("group", new RecordBytes(key, false).string());
    }

    @Override
    public void value(ByteBuffer value, short version, ObjectNode data) {
        RecordBytes bytes = new RecordBytes(value, version >= FLEXIBLE);
        data.put("protocolType", bytes.string());
        data.put("generation", bytes.int32());
        data.put("protocol", bytes.nullableString());
        data.put("leader", bytes.nullableString());
        if (version >= STATE_TIMESTAMP) {
            data.put("currentStateTimestamp", bytes.int64());
        }
        ArrayNode members = data.putArray("members");
        for (int left = bytes.length(); left > 0; left--) {
            member(bytes, version, members.addObject());
        }
    }

    private static void member(RecordBytes bytes, short version, ObjectNode data) {
        data.put("memberId", bytes.string());
        if (version >= INSTANCE_ID) {
            data.put("groupInstanceId", bytes.nullableString());
        }
        data.put("clientId", bytes.string());
        data.put("clientHost", bytes.string());
        if (version >= REBALANCE_TIMEOUT) {
            data.put("rebalanceTimeout", bytes.int32());
        }
        data.put("sessionTimeout", bytes.int32());
        data.put("subscription", bytes.bytes());
        data.put("assignment", bytes.bytes());
        // Nothing in them is printed, but the next member begins behind them.
        bytes.tags();
    }
}
