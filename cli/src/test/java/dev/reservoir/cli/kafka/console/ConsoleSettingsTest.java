package dev.reservoir.cli.kafka.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.cli.Captured;
import dev.reservoir.cli.Filled;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.UsageException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Random;

/** Which property wins. */
final class ConsoleSettingsTest {
    private final Captured captured = new Captured();

    private Properties producer(String arguments) {
        ProducerOptions options = new ProducerOptions();
        OptionTable table = new OptionTable();
        options.declare(table);
        GivenOptions given =
                Filled.from(table, words("--topic t --bootstrap-server h:1", arguments));
        return ProducerSettings.of(options, given, captured.terminal()).producer();
    }

    private Properties consumer(String arguments) {
        ConsumerOptions options = new ConsumerOptions();
        OptionTable table = new OptionTable();
        options.declare(table);
        GivenOptions given = Filled.from(table, words("--bootstrap-server h:1", arguments));
        return ConsumerSettings.of(options, given, captured.terminal(), new Random(1)).consumer();
    }

    private static List<String> words(String first, String more) {
        return List.of((first + " " + more).strip().split(" "));
    }

    @Test
    void theProducersDefaultsAreKafkas() {
        assertThat(producer(""))
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
        String properties = " --command-property linger.ms=8 --command-property acks=1";
        assertThat(
                        producer(
                                "--command-config "
                                        + file
                                        + properties
                                        + " --request-required-acks all"))
                .containsEntry("acks", "all")
                .containsEntry("linger.ms", "8")
                .containsEntry("compression.type", "lz4")
                .containsEntry("bootstrap.servers", "h:1");
    }

    @Test
    void anOldNameWorksAlone() {
        assertThat(producer("--producer-property acks=1")).containsEntry("acks", "1");
        assertThat(captured.err()).contains("--producer-property is deprecated");
        assertThatThrownBy(() -> producer("--producer-property acks=1 --command-property acks=1"))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void aGroupOfItsOwnCommitsNothing() {
        assertThat(consumer("--topic t"))
                .containsEntry("enable.auto.commit", "false")
                .containsEntry("auto.offset.reset", "latest")
                .containsEntry("client.id", "console-consumer")
                .extractingByKey("group.id")
                .asString()
                .matches("console-consumer-\\d{1,5}");
        assertThat(consumer("--topic t --group g"))
                .containsEntry("group.id", "g")
                .doesNotContainKey("enable.auto.commit");
    }

    @Test
    void groupsMustAgree() {
        String grouped = "--topic t --group a --command-property group.id=";
        assertThatThrownBy(() -> consumer(grouped + "b")).hasMessageContaining("a, b");
        assertThat(consumer(grouped + "a")).containsEntry("group.id", "a");
        assertThatThrownBy(() -> consumer(grouped + "a --partition 0"))
                .hasMessageContaining("group and partition");
    }

    @Test
    void fromBeginningMustNotContradict() {
        assertThat(consumer("--topic t --from-beginning"))
                .containsEntry("auto.offset.reset", "earliest");
        String latest = "--topic t --command-property auto.offset.reset=latest";
        assertThatThrownBy(() -> consumer(latest + " --from-beginning"))
                .hasMessageContaining("auto.offset.reset=latest");
    }

    @Test
    void refusesCombinationsThatKafkaRefuses() {
        assertThatThrownBy(() -> consumer("")).hasMessageContaining("Exactly one of");
        assertThatThrownBy(() -> consumer("--topic t --include t"))
                .hasMessageContaining("Exactly one of");
        assertThatThrownBy(() -> consumer("--include t --partition 0"))
                .hasMessageContaining("topic is required");
        assertThatThrownBy(() -> consumer("--topic t --offset 1"))
                .hasMessageContaining("partition is required");
        assertThatThrownBy(() -> consumer("--topic t --partition 0 --offset 1 --from-beginning"))
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
