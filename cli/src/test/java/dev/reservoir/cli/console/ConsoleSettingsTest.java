package dev.reservoir.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.cli.Captured;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.UsageException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.Set;

/** Which property wins. */
final class ConsoleSettingsTest {
    private final Captured captured = new Captured();
    private final ProducerOptions producer = new ProducerOptions();
    private final ConsumerOptions consumer = new ConsumerOptions();

    ConsoleSettingsTest() {
        producer.bootstrapServer = "h:1";
        consumer.bootstrapServer = "h:1";
        consumer.topic = "t";
    }

    private Properties producerProperties(String... given) {
        return ProducerSettings.of(producer, new GivenOptions(Set.of(given)), captured.terminal())
                .producer();
    }

    private Properties consumerProperties(String... given) {
        return ConsumerSettings.of(
                        consumer,
                        new GivenOptions(Set.of(given)),
                        captured.terminal(),
                        new Random(1))
                .consumer();
    }

    @Test
    void theProducersDefaultsAreKafkas() {
        assertThat(producerProperties())
                .containsEntry("linger.ms", "1000")
                .containsEntry("acks", "-1")
                .containsEntry("request.timeout.ms", "1500")
                .containsEntry("retries", "3")
                .containsEntry("retry.backoff.ms", "100")
                .containsEntry("send.buffer.bytes", "102400")
                .containsEntry("buffer.memory", "33554432")
                .containsEntry("batch.size", "16384")
                .containsEntry("metadata.max.age.ms", "300000")
                .containsEntry("max.block.ms", "60000")
                .containsEntry("compression.type", "none")
                .containsEntry("client.id", "console-producer");
    }

    @Test
    void aFlagWinsOverAPropertyAndThatOverTheFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("producer.properties");
        Files.writeString(
                file, "acks=0\nlinger.ms=7\ncompression.type=lz4\nbootstrap.servers=other:1\n");
        producer.commandConfig = file.toString();
        producer.commandProperties = List.of("linger.ms=8", "acks=1");
        producer.acks = "all";
        assertThat(producerProperties())
                .containsEntry("acks", "all")
                .containsEntry("linger.ms", "8")
                .containsEntry("compression.type", "lz4")
                .containsEntry("bootstrap.servers", "h:1");
    }

    @Test
    void anOldNameWorksAlone() {
        producer.producerProperties = List.of("acks=1");
        assertThat(producerProperties("--producer-property")).containsEntry("acks", "1");
        assertThat(captured.err()).contains("--producer-property is deprecated");
        assertThatThrownBy(() -> producerProperties("--producer-property", "--command-property"))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void aGroupOfItsOwnCommitsNothing() {
        assertThat(consumerProperties("--topic"))
                .containsEntry("enable.auto.commit", "false")
                .containsEntry("auto.offset.reset", "latest")
                .containsEntry("client.id", "console-consumer")
                .extractingByKey("group.id")
                .asString()
                .matches("console-consumer-\\d{1,5}");
        consumer.group = "g";
        assertThat(consumerProperties("--topic"))
                .containsEntry("group.id", "g")
                .doesNotContainKey("enable.auto.commit");
    }

    @Test
    void groupsMustAgree() {
        consumer.group = "a";
        consumer.commandProperties = List.of("group.id=b");
        assertThatThrownBy(() -> consumerProperties("--topic")).hasMessageContaining("a, b");
        consumer.commandProperties = List.of("group.id=a");
        assertThat(consumerProperties("--topic")).containsEntry("group.id", "a");
        consumer.partition = 0;
        assertThatThrownBy(() -> consumerProperties("--topic", "--partition"))
                .hasMessageContaining("group and partition");
    }

    @Test
    void fromBeginningMustNotContradict() {
        consumer.fromBeginning = true;
        assertThat(consumerProperties("--topic")).containsEntry("auto.offset.reset", "earliest");
        consumer.commandProperties = List.of("auto.offset.reset=latest");
        assertThatThrownBy(() -> consumerProperties("--topic"))
                .hasMessageContaining("auto.offset.reset=latest");
    }

    @Test
    void refusesCombinationsThatKafkaRefuses() {
        assertThatThrownBy(() -> consumerProperties()).hasMessageContaining("Exactly one of");
        assertThatThrownBy(() -> consumerProperties("--topic", "--include"))
                .hasMessageContaining("Exactly one of");
        assertThatThrownBy(() -> consumerProperties("--include", "--partition"))
                .hasMessageContaining("topic is required");
        assertThatThrownBy(() -> consumerProperties("--topic", "--offset"))
                .hasMessageContaining("partition is required");
        assertThatThrownBy(() ->
                        consumerProperties(
                                "--topic", "--partition", "--offset", "--from-beginning"))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void readsWhereToStart() {
        assertThat(StartAt.of(null, false)).isEqualTo(new StartAt.Latest());
        assertThat(StartAt.of(null, true)).isEqualTo(new StartAt.Earliest());
        assertThat(StartAt.of("EARLIEST", false)).isEqualTo(new StartAt.Earliest());
        assertThat(StartAt.of("latest", false)).isEqualTo(new StartAt.Latest());
        assertThat(StartAt.of("17", false)).isEqualTo(new StartAt.Offset(17));
        assertThatThrownBy(() -> StartAt.of("-1", false)).hasMessageContaining("'-1'");
        assertThatThrownBy(() -> StartAt.of("first", false)).hasMessageContaining("'first'");
    }
}
