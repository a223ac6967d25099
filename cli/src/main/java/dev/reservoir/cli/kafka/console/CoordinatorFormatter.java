package dev.reservoir.cli.kafka.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.MessageFormatter;
import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.nio.ByteBuffer;

/**
 * Prints records of {@code __consumer_offsets} of one kind as JSON, a line each; the others not at
 * all.
 */
final class CoordinatorFormatter implements MessageFormatter {
    private final CoordinatorRecords kind;

    CoordinatorFormatter(CoordinatorRecords kind) {
        this.kind = kind;
    }

    @Override
    public void writeTo(ConsumerRecord<byte[], byte[]> record, PrintStream out) {
        ObjectNode json = json(record.key(), record.value());
        if (json != null) {
            out.print(json);
            out.print('\n');
        }
    }

    private @Nullable ObjectNode json(byte @Nullable [] keyBytes, byte @Nullable [] valueBytes) {
        ByteBuffer key = ByteBuffer.wrap(keyBytes == null ? new byte[0] : keyBytes);
        short type = key.remaining() < Short.BYTES ? -1 : key.getShort();
        if (!kind.has(type)) {
            return null;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode keyNode = json.putObject("key").put("type", type);
        kind.key(key, keyNode.putObject("data"));
        if (valueBytes == null) {
            json.putNull("value");
            return json;
        }
        ByteBuffer value = ByteBuffer.wrap(valueBytes);
        short version = value.getShort();
        ObjectNode valueNode = json.putObject("value").put("version", version);
        if (kind.reads(version)) {
            kind.value(value, version, valueNode.putObject("data"));
        } else {
            valueNode.put("data", "unknown");
        }
        return json;
    }
}
