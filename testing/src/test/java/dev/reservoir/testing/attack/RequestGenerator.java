package dev.reservoir.testing.attack;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Struct;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Requests that keep the schema of their key and version, filled with values that make sense often
 * enough to reach behind the first check.
 */
final class RequestGenerator {
    private static final List<String> TOPICS = List.of("fuzz-0", "fuzz-1", "fuzz-2", "fuzz-new");
    private static final List<String> GROUPS = List.of("fuzz-group-0", "fuzz-group-1", "");
    private static final List<String> SETTINGS =
            List.of("retention.ms", "segment.bytes", "cleanup.policy", "no.such.setting");
    private static final List<String> WORDS = List.of("", "1", "consumer", "range", "delete", "x");

    private final RandomGenerator random;
    private final List<Uuid> topicIds;

    RequestGenerator(RandomGenerator random, List<Uuid> topicIds) {
        this.random = random;
        this.topicIds = topicIds;
    }

    /** A whole request, without the length prefix. */
    byte[] request(ApiKeys key, short version) {
        Schema schema = key.messageType.requestSchemas()[version];
        Struct body = struct(schema);
        ByteBuffer bytes = ByteBuffer.allocate(schema.sizeOf(body));
        schema.write(bytes, body);
        return Requests.join(Requests.header(key, version), bytes.array());
    }

    private Struct struct(Schema schema) {
        Struct struct = new Struct(schema);
        for (BoundField field : schema.fields()) {
            struct.set(field, value(field.def.name, field.def.type));
        }
        return struct;
    }

    private @Nullable Object value(String name, Type type) {
        if (type.isNullable() && random.nextInt(8) == 0) {
            return null;
        }
        if (type instanceof Schema schema) {
            return struct(schema);
        }
        if (type instanceof TaggedFields tagged) {
            return tagged(tagged);
        }
        if (type.isArray()) {
            Object[] elements = new Object[random.nextInt(4)];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = value(name, type.arrayElementType().orElseThrow());
            }
            return elements;
        }
        return scalar(name, type.toString());
    }

    private Map<Integer, @Nullable Object> tagged(TaggedFields type) {
        Map<Integer, @Nullable Object> values = new TreeMap<>();
        type.fields()
                .forEach((Integer tag, Field field) -> {
                    if (random.nextInt(4) == 0) {
                        values.put(tag, value(field.name, field.type));
                    }
                });
        return values;
    }

    private Object scalar(String name, String type) {
        return switch (type) {
            case "BOOLEAN" -> random.nextBoolean();
            case "INT8" -> (byte) (name.equals("resource_type") ? 2 : random.nextInt(-1, 4));
            case "INT16" -> (short) (name.equals("acks") ? -1 : random.nextInt(-1, 2));
            case "UINT16" -> random.nextInt(1 << 16);
            case "INT32" -> int32(name);
            case "UINT32" -> (long) random.nextInt(100);
            case "INT64" ->
                    (long) (random.nextInt(6) == 0 ? random.nextInt() : random.nextInt(-2, 50));
            case "FLOAT64" -> random.nextDouble();
            case "UUID" -> uuid();
            case "STRING", "COMPACT_STRING", "NULLABLE_STRING", "COMPACT_NULLABLE_STRING" ->
                    string(name);
            case "BYTES", "COMPACT_BYTES", "NULLABLE_BYTES", "COMPACT_NULLABLE_BYTES" -> bytes();
            case "RECORDS", "COMPACT_RECORDS", "NULLABLE_RECORDS", "COMPACT_NULLABLE_RECORDS" ->
                    MemoryRecords.readableRecords(ByteBuffer.wrap(RawBatch.good().bytes()));
            default -> throw new IllegalArgumentException("no value for a " + type);
        };
    }

    private int int32(String name) {
        if (name.endsWith("_ms")) {
            return name.contains("session") ? 6_000 : random.nextInt(100);
        }
        if (name.endsWith("bytes")) {
            return random.nextInt(1 << 20);
        }
        return random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(-1, 4);
    }

    private Uuid uuid() {
        return random.nextInt(4) == 0
                ? new Uuid(random.nextLong(), random.nextLong())
                : pick(topicIds);
    }

    private String string(String name) {
        if (random.nextInt(20) == 0) {
            return "z".repeat(random.nextInt(300));
        }
        if (name.contains("group")) {
            return pick(GROUPS);
        }
        if (name.contains("topic") || (name.equals("name") && random.nextBoolean())) {
            return pick(TOPICS);
        }
        return pick(name.contains("config") || name.equals("name") ? SETTINGS : WORDS);
    }

    private ByteBuffer bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
