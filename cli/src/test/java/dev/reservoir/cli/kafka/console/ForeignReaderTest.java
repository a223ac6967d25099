package dev.reservoir.cli.kafka.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

final class ForeignReaderTest {
    /** One record of all that comes, as an implementation of Kafka's interface makes it. */
    static final class Whole {
        private String topic = "";

        public void configure(Map<String, ?> configs) {
            topic = Objects.requireNonNull((String) configs.get("topic"));
        }

        public Iterator<ProducerRecord<byte[], byte[]>> readRecords(InputStream in) {
            try {
                return List.of(new ProducerRecord<byte[], byte[]>(topic, in.readAllBytes()))
                        .iterator();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aClassOfTheUsersOwnReads() throws IOException {
        try (ForeignReader reader =
                ForeignReader.create(Whole.class.getName(), Map.of("topic", "t"))) {
            ProducerRecord<byte[], byte[]> record =
                    reader.read(new ByteArrayInputStream("a\nb".getBytes(UTF_8))).next();
            assertThat(record.topic()).isEqualTo("t");
            assertThat(record.value()).asString(UTF_8).isEqualTo("a\nb");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no.Such", "java.lang.String"})
    void anythingElseIsRefused(String className) {
        assertThatThrownBy(() -> ForeignReader.create(className, Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(className);
    }
}
