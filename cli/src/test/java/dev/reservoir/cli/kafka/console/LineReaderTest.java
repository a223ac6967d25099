package dev.reservoir.cli.kafka.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

final class LineReaderTest {
    private final Map<String, String> properties = new HashMap<>();

    private String read(String... lines) {
        LineReader reader = new LineReader("t", LineFormat.of(properties));
        StringBuilder all = new StringBuilder();
        for (String line : lines) {
            ProducerRecord<byte[], byte[]> record = reader.read(line);
            record.headers()
                    .forEach(header ->
                            all.append(header.key())
                                    .append('=')
                                    .append(text(header.value()))
                                    .append(' '));
            all.append(text(record.key())).append('/').append(text(record.value())).append('\n');
        }
        return all.toString().stripTrailing();
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "-" : new String(bytes, UTF_8);
    }

    @Test
    void aLineIsAValue() {
        assertThat(read("hello world", "", "grüße\t:")).isEqualTo("-/hello world\n-/\n-/grüße\t:");
    }

    @Test
    void aKeyStandsInFrontOfItsSeparator() {
        properties.put("parse.key", " TRUE ");
        assertThat(read("k\tv", "\tv", "k\tv\tw")).isEqualTo("k/v\n/v\nk/v\tw");
        properties.put("key.separator", "::");
        assertThat(read("k::v")).isEqualTo("k/v");
    }

    @Test
    void headersStandInFrontOfAll() {
        properties.putAll(Map.of("parse.key", "true", "parse.headers", "true"));
        assertThat(read("a:1,b:2:3\tk\tv")).isEqualTo("a=1 b=2:3 k/v");
        properties.put("parse.key", "false");
        assertThat(read("a:1\tk\tv")).isEqualTo("a=1 -/k\tv");
        properties.putAll(
                Map.of(
                        "headers.delimiter",
                        "|",
                        "headers.separator",
                        ";",
                        "headers.key.separator",
                        "="));
        assertThat(read("a=1;b=2|v")).isEqualTo("a=1 b=2 -/v");
    }

    @Test
    void theMarkerIsNull() {
        properties.putAll(
                Map.of("parse.key", "true", "parse.headers", "true", "null.marker", "NULL"));
        assertThat(read("a:NULL\tk\tNULL", "NULL\tNULL\tv")).isEqualTo("a=- k/-\n-/v");
        assertThatThrownBy(() -> read("NULL:1\tk\tv"))
                .hasMessageContaining("Header keys should not be equal");
    }

    @Test
    void aMissingSeparatorIsAnErrorWithTheLinesNumber() {
        properties.put("parse.key", "true");
        assertThatThrownBy(() -> read("k\tv", "kv"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("No key separator found on line number 2: 'kv'");
        properties.put("ignore.error", "true");
        assertThat(read("kv")).isEqualTo("-/kv");
    }

    @Test
    void aHeaderWithoutAValueIsAnError() {
        properties.put("parse.headers", "true");
        assertThatThrownBy(() -> read("a:1,b\tv"))
                .hasMessage("No header key separator found in pair 'b' on line number 1");
        properties.put("ignore.error", "true");
        assertThat(read("a:1,b\tv")).isEqualTo("a=1 b=- -/v");
    }

    @Test
    void separatorsMustDiffer() {
        properties.put("headers.separator", ":");
        assertThatThrownBy(() -> read("x"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("headers.key.separator");
        properties.remove("headers.separator");
        properties.put("null.marker", "\t");
        assertThatThrownBy(() -> read("x")).hasMessageContaining("null.marker and key.separator");
    }
}
