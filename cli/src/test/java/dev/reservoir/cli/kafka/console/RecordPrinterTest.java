package dev.reservoir.cli.kafka.console;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.Captured;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

final class RecordPrinterTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private final Captured captured = new Captured();
    private final ConsumerOptions options = new ConsumerOptions();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    /** A clock that goes a second ahead at each look. */
    private final InstantSource clock =
            new InstantSource() {
                private Instant now = Instant.EPOCH;

                @Override
                public Instant instant() {
                    now = now.plus(Duration.ofSeconds(1));
                    return now;
                }
            };

    @BeforeEach
    void threeRecords() {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        for (int offset = 0; offset < 3; offset++) {
            byte[] value = ("v" + offset).getBytes(UTF_8);
            consumer.addRecord(new ConsumerRecord<>("t", 0, offset, value, value));
        }
    }

    private RecordPrinter run() {
        RecordPrinter printer =
                new RecordPrinter(
                        Formatters.create(options.formatter, Map.of(), System.err),
                        options,
                        captured.terminal(),
                        clock);
        printer.run(consumer);
        return printer;
    }

    @Test
    void leavesAfterTheTimeout() {
        options.timeoutMs = 3_000;
        RecordPrinter printer = run();
        assertThat(captured.out()).isEqualTo("v0\nv1\nv2\n");
        assertThat(printer.printed()).isEqualTo(3);
        assertThat(printer.failed()).isFalse();
    }

    @Test
    void leavesAtTheLimitAndGivesTheRestBack() {
        options.maxMessages = 2;
        assertThat(run().printed()).isEqualTo(2);
        assertThat(captured.out()).isEqualTo("v0\nv1\n");
        assertThat(consumer.position(PARTITION)).isEqualTo(2);
    }

    @Test
    void leavesWhenWokenUp() {
        consumer.wakeup();
        RecordPrinter printer = run();
        assertThat(printer.printed()).isZero();
        assertThat(printer.failed()).isFalse();
    }

    @Test
    void tellsWhatTheClusterRefuses() {
        consumer.setPollException(
                new TopicAuthorizationException("Not authorized to access topics: [t]"));
        assertThat(run().failed()).isFalse();
        assertThat(captured.err()).contains("Not authorized to access topics: [t]");
    }

    @Test
    void aRecordThatCannotBePrintedEndsItOrIsSkipped() {
        options.formatter = Broken.class.getName();
        options.timeoutMs = 3_000;
        options.skipMessageOnError = true;
        assertThat(run().printed()).isEqualTo(3);
        assertThat(captured.out()).isEqualTo("fine\nfine\n");
        assertThat(captured.err()).contains("t-0 offset 1, skipping it: broken");
    }

    @Test
    void aRecordThatCannotBePrintedEndsIt() {
        options.formatter = Broken.class.getName();
        RecordPrinter printer = run();
        assertThat(printer.failed()).isTrue();
        assertThat(captured.out()).isEqualTo("fine\n");
        assertThat(captured.err()).contains("t-0 offset 1, terminating: broken");
    }

    /** Cannot print the record at offset 1. */
    static final class Broken implements org.apache.kafka.common.MessageFormatter {
        @Override
        public void writeTo(ConsumerRecord<byte[], byte[]> record, java.io.PrintStream out) {
            if (record.offset() == 1) {
                throw new IllegalStateException("broken");
            }
            out.print("fine\n");
        }
    }
}
