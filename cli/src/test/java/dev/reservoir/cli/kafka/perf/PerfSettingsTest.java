package dev.reservoir.cli.kafka.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.Captured;
import dev.reservoir.cli.Filled;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

final class PerfSettingsTest {
    private static final String BASE =
            "--topic t --num-records 10 --throughput -1 --bootstrap-server h:1 ";

    private final Captured captured = new Captured();

    private ProducerPerfSettings producer(String arguments) {
        ProducerPerfOptions options = new ProducerPerfOptions();
        OptionTable table = new OptionTable();
        options.declare(table);
        GivenOptions given = Filled.from(table, List.of(arguments.split(" ")));
        return ProducerPerfSettings.of(options, given, captured.terminal());
    }

    private ConsumerPerfSettings consumer(String arguments) {
        ConsumerPerfOptions options = new ConsumerPerfOptions();
        OptionTable table = new OptionTable();
        options.declare(table);
        GivenOptions given = Filled.from(table, List.of(arguments.split(" ")));
        return ConsumerPerfSettings.of(options, given, captured.terminal(), new Random(1));
    }

    @Test
    void takesSeveralPropertiesBehindOneOption() {
        ProducerPerfSettings settings =
                producer(
                        "--topic t --num-records 10 --throughput -1 --record-size 5"
                                + " --producer-props bootstrap.servers=h:1 linger.ms=5 acks=all");
        assertThat(settings.producer())
                .containsEntry("bootstrap.servers", "h:1")
                .containsEntry("linger.ms", "5")
                .containsEntry("acks", "all")
                .containsEntry("client.id", "perf-producer-client");
        assertThat(settings.transactionMs()).isZero();
        assertThat(captured.err()).contains("--producer-props is deprecated");
    }

    @Test
    void aTransactionalIdOrADurationMakesTransactions() {
        assertThat(producer(BASE + "--record-size 1 --transactional-id x").transactionMs())
                .isEqualTo(3000);
        ProducerPerfSettings timed =
                producer(BASE + "--record-size 1 --transaction-duration-ms 50");
        assertThat(timed.transactionMs()).isEqualTo(50);
        assertThat(timed.producer().getProperty("transactional.id"))
                .startsWith("performance-producer-");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> producer(BASE + "--record-size 1 --payload-monotonic"))
                .hasMessageContaining("one of");
        assertThatThrownBy(() -> producer(BASE.trim())).hasMessageContaining("Exactly one of");
        assertThatThrownBy(() -> producer(BASE + "--record-size 0"))
                .hasMessageContaining("it is 0");
        assertThatThrownBy(() -> producer(BASE + "--record-size 1 --warmup-records 10"))
                .hasMessageContaining("(10)");
        assertThatThrownBy(() -> producer(BASE + "--record-size 1 --command-property foo"))
                .hasMessageContaining("foo");
        assertThatThrownBy(
                        () -> producer("--topic t --num-records 1 --throughput 1 --record-size 1"))
                .hasMessageContaining("--bootstrap-server");
        assertThatThrownBy(() ->
                        producer(
                                "--topic t --num-records 1 --throughput 0 --record-size 1"
                                        + " --bootstrap-server h:1"))
                .hasMessageContaining("--throughput 0");
    }

    @Test
    void theConsumersOldNamesWork() {
        assertThat(consumer("--bootstrap-server h:1 --topic t --messages 5").records())
                .isEqualTo(5);
        assertThat(captured.err()).contains("--messages is deprecated");
        assertThatThrownBy(() -> consumer("--bootstrap-server h:1 --topic t"))
                .hasMessageContaining("--num-records");
        assertThatThrownBy(() ->
                        consumer("--bootstrap-server h:1 --topic t --messages 5 --num-records 5"))
                .hasMessageContaining("cannot be specified together");
        assertThatThrownBy(() -> consumer("--bootstrap-server h:1 --num-records 5"))
                .hasMessageContaining("Exactly one");
    }

    @Test
    void payloadsAreLettersNumbersOrPieces(@TempDir Path directory) throws IOException {
        assertThat(new String(new Payloads.Letters(1000, new SplittableRandom(0)).next(0), UTF_8))
                .matches("[A-Z]{1000}");
        assertThat(new Payloads.Numbers().next(17)).isEqualTo("17".getBytes(UTF_8));
        Path file = directory.resolve("pieces");
        Files.writeString(file, "one\ntwo\nthree");
        ProducerPerfOptions options = new ProducerPerfOptions();
        options.payloadFile = file.toString();
        Payloads pieces = Payloads.of(options, new SplittableRandom(0), captured.terminal().out());
        assertThat(new String(pieces.next(0), UTF_8)).isIn("one", "two", "three");
        assertThat(captured.out()).contains("Number of records read: 3");
        Files.writeString(file, "");
        assertThatThrownBy(() ->
                        Payloads.of(options, new SplittableRandom(0), captured.terminal().out()))
                .hasMessageContaining("is empty");
    }
}
