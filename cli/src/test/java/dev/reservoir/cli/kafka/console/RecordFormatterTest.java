package dev.reservoir.cli.kafka.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The layout of Kafka's default formatter. */
final class RecordFormatterTest {
    private static final String ALL =
            "print.timestamp print.partition print.offset print.delivery print.epoch print.headers"
                    + " print.key";

    private final Map<String, String> properties = new HashMap<>();
    private final RecordHeaders headers = new RecordHeaders();
    private TimestampType timestampType = TimestampType.CREATE_TIME;

    private String print(@Nullable String key, @Nullable String value) {
        RecordFormatter formatter = new RecordFormatter(System.err);
        formatter.configure(properties);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        formatter.writeTo(record(bytes(key), bytes(value)), new PrintStream(out, true, UTF_8));
        return out.toString(UTF_8);
    }

    // A record's key and value may be null, which Kafka's types do not say.
    @SuppressWarnings("NullAway")
    private ConsumerRecord<byte[], byte[]> record(byte @Nullable [] key, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                "t",
                3,
                42L,
                1700000000000L,
                timestampType,
                0,
                0,
                key,
                value,
                headers,
                Optional.of(5));
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    private void show(String names) {
        for (String name : names.split(" ")) {
            properties.put(name, "true");
        }
    }

    @Test
    void printsTheValueAlone() {
        assertThat(print("k", "v")).isEqualTo("v\n");
        assertThat(print("k", null)).isEqualTo("null\n");
        assertThat(print("k", "")).isEqualTo("\n");
    }

    @Test
    void printsEverythingInKafkasOrder() {
        show(ALL);
        headers.add("a", "1".getBytes(UTF_8)).add("b", null);
        assertThat(print("k", "v"))
                .isEqualTo(
                        "CreateTime:1700000000000\tPartition:3\tOffset:42\tDelivery:NOT_PRESENT"
                                + "\tEpoch:5\ta:1,b:null\tk\tv\n");
    }

    @Test
    void printsWhatIsNotThere() {
        show("print.timestamp print.headers print.key");
        timestampType = TimestampType.NO_TIMESTAMP_TYPE;
        assertThat(print(null, "v")).isEqualTo("NO_TIMESTAMP\tNO_HEADERS\tnull\tv\n");
    }

    @Test
    void endsTheLineAfterTheLastColumnThatIsShown() {
        show("print.key print.offset");
        properties.put("print.value", "false");
        assertThat(print("k", "v")).isEqualTo("Offset:42\tk\n");
    }

    @Test
    void takesSeparatorsAndTheNullLiteral() {
        show("print.key print.headers");
        headers.add("a", null).add("b", "2".getBytes(UTF_8));
        properties.putAll(
                Map.of(
                        "key.separator",
                        " | ",
                        "line.separator",
                        "<>",
                        "headers.separator",
                        ";",
                        "null.literal",
                        "NIL"));
        assertThat(print(null, "v")).isEqualTo("a:NIL;b:2 | NIL | v<>");
    }

    @Test
    void deserializesWhatIsThere() {
        properties.put(
                "value.deserializer", "org.apache.kafka.common.serialization.LongDeserializer");
        assertThat(print("k", "\0\0\0\0\0\0\0\7")).isEqualTo("7\n");
        assertThat(print("k", null)).isEqualTo("null\n");
    }

    @Test
    void handsADeserializerItsProperties() {
        properties.put(
                "value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        properties.put("value.deserializer.value.deserializer.encoding", "UTF-16BE");
        assertThat(print("k", "\0a")).isEqualTo("a\n");
    }

    @Test
    void withoutADeserializerThatIsNotThereBytesArePrinted() {
        properties.put("value.deserializer", "no.Such");
        assertThat(print("k", "v")).isEqualTo("v\n");
    }

    @Test
    void refusesADeserializerThatIsNone() {
        properties.put("key.deserializer", "java.lang.String");
        assertThatThrownBy(() -> print("k", "v"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("java.lang.String");
    }

    @Test
    void formattersAreFoundByKafkasNames() {
        assertThat(Formatters.create(Formatters.DEFAULT, Map.of(), System.err))
                .isInstanceOf(RecordFormatter.class);
        assertThat(Formatters.create("kafka.tools.NoOpMessageFormatter", Map.of(), System.err))
                .isInstanceOf(SilentFormatter.class);
        assertThat(Formatters.create(SilentFormatter.class.getName(), Map.of(), System.err))
                .isInstanceOf(SilentFormatter.class);
        assertThatThrownBy(() -> Formatters.create("java.lang.String", Map.of(), System.err))
                .isInstanceOf(UsageException.class);
    }
}
