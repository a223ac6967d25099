package dev.reservoir.cli.house.consume;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.house.Ink;
import dev.reservoir.cli.house.Output;
import dev.reservoir.cli.house.Output.Nothing;
import dev.reservoir.cli.house.Times;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints records, a line each or an object each. */
final class ShownRecords {
    private static final int PLACE_WIDTH = 7;

    private final Payload.Format keys;
    private final Payload.Format values;
    private final boolean valuesOnly;
    private final boolean topics;
    private final int topicWidth;
    private final Output output;
    private final Terminal terminal;
    private final Ink ink;

    /**
     * @param severalTopics whether a line says which topic it is from
     */
    ShownRecords(ConsumeOptions options, boolean severalTopics, Terminal terminal) {
        this.keys = options.keyFormat;
        this.values = options.valueFormat;
        this.valuesOnly = options.valuesOnly;
        this.topics = severalTopics;
        this.topicWidth = options.topics.stream().mapToInt(String::length).max().orElse(0);
        this.output = options.output;
        this.terminal = terminal;
        this.ink = Ink.of(terminal);
    }

    void print(ConsumerRecord<byte[], byte[]> record) {
        Payload value = Payload.of(record.value(), values);
        if (!output.forPeople()) {
            output.item(tree(record, value), terminal);
        } else if (valuesOnly) {
            terminal.out().println(value.shown());
        } else {
            terminal.out().println(line(record, value));
        }
    }

    /** {@code 2:17 2026-01-31 10:15:02.123 alice {"item":"book"} (trace=7f)}. */
    private String line(ConsumerRecord<byte[], byte[]> record, Payload value) {
        String place = record.partition() + ":" + record.offset();
        StringBuilder line = new StringBuilder();
        if (topics) {
            line.append(ink.faint(record.topic()));
            line.repeat(' ', Math.max(0, topicWidth - record.topic().length()) + 2);
        }
        line.append(ink.faint(place)).repeat(' ', Math.max(0, PLACE_WIDTH - place.length()));
        line.append("  ").append(ink.faint(Times.text(Instant.ofEpochMilli(record.timestamp()))));
        Payload key = Payload.of(record.key(), keys);
        line.append("  ");
        line.append(record.key() == null ? ink.faint("-") : ink.key(key.shown()));
        line.append("  ");
        line.append(record.value() == null ? ink.faint(value.shown()) : value.shown());
        List<String> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            Payload text = Payload.of(header.value(), Payload.Format.AUTO);
            Payload name = Payload.of(header.key().getBytes(UTF_8), Payload.Format.TEXT);
            headers.add(name.shown() + "=" + text.shown());
        }
        if (!headers.isEmpty()) {
            line.append("  ").append(ink.faint("(" + String.join(", ", headers) + ")"));
        }
        return line.toString();
    }

    private Map<String, Object> tree(ConsumerRecord<byte[], byte[]> record, Payload value) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("topic", record.topic());
        tree.put("partition", record.partition());
        tree.put("offset", record.offset());
        tree.put("timestamp", Instant.ofEpochMilli(record.timestamp()).toString());
        Payload key = Payload.of(record.key(), keys);
        tree.put("keyFormat", key.format());
        tree.put("key", tree(key));
        tree.put("valueFormat", value.format());
        tree.put("value", tree(value));
        List<Object> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("name", header.key());
            each.put("value", tree(Payload.of(header.value(), Payload.Format.AUTO)));
            headers.add(each);
        }
        tree.put("headers", headers);
        return tree;
    }

    private static Object tree(Payload payload) {
        return switch (payload) {
            case Payload.Null _ -> Nothing.NOTHING;
            case Payload.Text text -> text.text();
            case Payload.Json json -> json.plain();
            case Payload.Hex hex -> hex.digits();
        };
    }
}
