package dev.reservoir.cli.kafka.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.MessageFormatter;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints a record as a line of columns: Kafka's {@code DefaultMessageFormatter}, its properties and
 * its layout.
 */
final class RecordFormatter implements MessageFormatter {
    /** One column of the line. */
    private interface Column {
        void print(ConsumerRecord<byte[], byte[]> record, PrintStream out);
    }

    private final PrintStream err;
    private List<Column> columns = List.of();
    private byte[] columnSeparator = {};
    private byte[] lineSeparator = {};
    private byte[] headersSeparator = {};
    private byte[] nullLiteral = {};

    /**
     * @param err is told of what is left aside
     */
    RecordFormatter(PrintStream err) {
        this.err = err;
    }

    @Override
    public void configure(Map<String, ?> properties) {
        columnSeparator = bytes(properties, "key.separator", "\t");
        lineSeparator = bytes(properties, "line.separator", "\n");
        headersSeparator = bytes(properties, "headers.separator", ",");
        nullLiteral = bytes(properties, "null.literal", "null");
        List<Column> shown = new ArrayList<>();
        add(shown, properties, "print.timestamp", RecordFormatter::timestamp);
        add(
                shown,
                properties,
                "print.partition",
                (record, out) -> out.print("Partition:" + record.partition()));
        add(
                shown,
                properties,
                "print.offset",
                (record, out) -> out.print("Offset:" + record.offset()));
        add(
                shown,
                properties,
                "print.delivery",
                (record, out) ->
                        out.print(
                                "Delivery:"
                                        + record.deliveryCount()
                                                .map(String::valueOf)
                                                .orElse("NOT_PRESENT")));
        add(
                shown,
                properties,
                "print.epoch",
                (record, out) ->
                        out.print(
                                "Epoch:"
                                        + record.leaderEpoch()
                                                .map(String::valueOf)
                                                .orElse("NOT_PRESENT")));
        Deserializer<?> headers = deserializer(properties, "headers.deserializer", false);
        add(shown, properties, "print.headers", (record, out) -> headers(record, headers, out));
        Deserializer<?> key = deserializer(properties, "key.deserializer", true);
        add(
                shown,
                properties,
                "print.key",
                (record, out) -> out.writeBytes(text(record, key, record.key())));
        Deserializer<?> value = deserializer(properties, "value.deserializer", false);
        if (!properties.containsKey("print.value") || flag(properties, "print.value")) {
            shown.add((record, out) -> out.writeBytes(text(record, value, record.value())));
        }
        columns = List.copyOf(shown);
    }

    @Override
    public void writeTo(ConsumerRecord<byte[], byte[]> record, PrintStream out) {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).print(record, out);
            out.writeBytes(i < columns.size() - 1 ? columnSeparator : lineSeparator);
        }
    }

    private static void add(
            List<Column> shown, Map<String, ?> properties, String name, Column column) {
        if (flag(properties, name)) {
            shown.add(column);
        }
    }

    private static void timestamp(ConsumerRecord<byte[], byte[]> record, PrintStream out) {
        out.print(
                record.timestampType() == TimestampType.NO_TIMESTAMP_TYPE
                        ? "NO_TIMESTAMP"
                        : record.timestampType() + ":" + record.timestamp());
    }

    private void headers(
            ConsumerRecord<byte[], byte[]> record,
            @Nullable Deserializer<?> deserializer,
            PrintStream out) {
        boolean first = true;
        for (Header header : record.headers()) {
            if (!first) {
                out.writeBytes(headersSeparator);
            }
            first = false;
            out.print(header.key() + ":");
            out.writeBytes(text(record, deserializer, header.value()));
        }
        if (first) {
            out.print("NO_HEADERS");
        }
    }

    private byte[] text(
            ConsumerRecord<byte[], byte[]> record,
            @Nullable Deserializer<?> deserializer,
            byte @Nullable [] source) {
        if (source == null) {
            return nullLiteral;
        }
        if (deserializer == null) {
            return source;
        }
        return String.valueOf(deserializer.deserialize(record.topic(), record.headers(), source))
                .getBytes(UTF_8);
    }

    private static boolean flag(Map<String, ?> properties, String name) {
        return properties.get(name) instanceof String text && text.trim().equalsIgnoreCase("true");
    }

    private static byte[] bytes(Map<String, ?> properties, String name, String otherwise) {
        return (properties.get(name) instanceof String text ? text : otherwise).getBytes(UTF_8);
    }

    /** What turns bytes into text; without one that can be loaded they are printed as they are. */
    private @Nullable Deserializer<?> deserializer(
            Map<String, ?> properties, String name, boolean key) {
        if (!(properties.get(name) instanceof String className)) {
            return null;
        }
        try {
            Deserializer<?> deserializer =
                    Class.forName(className)
                            .asSubclass(Deserializer.class)
                            .getDeclaredConstructor()
                            .newInstance();
            deserializer.configure(below(properties, name + "."), key);
            return deserializer;
        } catch (ClassNotFoundException _) {
            err.println(
                    "The "
                            + name
                            + " "
                            + className
                            + " is not on the CLASSPATH; the bytes are printed as they are");
            return null;
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new UsageException(
                    "The "
                            + name
                            + " "
                            + className
                            + " cannot be used ("
                            + e
                            + "): it must implement Kafka's Deserializer");
        }
    }

    private static Map<String, Object> below(Map<String, ?> properties, String prefix) {
        Map<String, Object> stripped = new HashMap<>();
        properties.forEach((name, value) -> {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                stripped.put(name.substring(prefix.length()), value);
            }
        });
        return stripped;
    }
}
