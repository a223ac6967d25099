package dev.reservoir.cli.house.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.Captured;
import dev.reservoir.cli.Filled;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Which records are printed, and which count as read. */
final class RecordReaderTest {
    private static final TopicPartition FIRST = new TopicPartition("t", 0);
    private static final TopicPartition SECOND = new TopicPartition("t", 1);

    private final Captured captured = new Captured();
    private final Silent consumer = new Silent();

    /** A consumer whose broker may fall silent; what it was ready to wait for it is noted. */
    private static final class Silent extends MockConsumer<byte[], byte[]> {
        private final List<Duration> waited = new ArrayList<>();
        private boolean silent;

        Silent() {
            super("earliest");
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            failIfSilent(Duration.ofMinutes(1));
            super.commitSync(offsets);
        }

        @Override
        public synchronized void commitSync(
                Map<TopicPartition, OffsetAndMetadata> offsets, Duration patience) {
            failIfSilent(patience);
            super.commitSync(offsets, patience);
        }

        private void failIfSilent(Duration patience) {
            if (silent) {
                waited.add(patience);
                throw new TimeoutException("no answer within " + patience);
            }
        }
    }

    @BeforeEach
    void twoPartitionsWithTwentyRecordsEach() {
        consumer.updatePartitions(
                "t",
                List.of(
                        new PartitionInfo("t", 0, Node.noNode(), new Node[0], new Node[0]),
                        new PartitionInfo("t", 1, Node.noNode(), new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
        consumer.updateEndOffsets(Map.of(FIRST, 20L, SECOND, 20L));
    }

    private void arrive(TopicPartition partition, int from, int to) {
        for (int offset = from; offset < to; offset++) {
            consumer.addRecord(
                    new ConsumerRecord<>(
                            partition.topic(),
                            partition.partition(),
                            offset,
                            offset,
                            TimestampType.CREATE_TIME,
                            0,
                            0,
                            new byte[0],
                            (partition.partition() + ":" + offset).getBytes(UTF_8),
                            new RecordHeaders(),
                            Optional.empty()));
        }
    }

    private RecordReader reader(Terminal terminal, String... arguments) {
        ConsumeOptions options = new ConsumeOptions();
        OptionTable table = new OptionTable();
        options.declare(table);
        options.check(Filled.from(table, List.of(arguments)));
        options.topics.add("t");
        return new RecordReader(
                consumer, options, new ShownRecords(options, false, terminal), terminal);
    }

    private static List<String> values(TopicPartition partition, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(offset -> partition.partition() + ":" + offset)
                .toList();
    }

    @Test
    void whatComesWhileTheLastOnesAreReadIsPrintedToo() {
        consumer.schedulePollTask(() -> {
            arrive(FIRST, 10, 40);
            arrive(SECOND, 10, 20);
        });
        // A fetch begins where the consumer stands: a record that it went by does not come again.
        consumer.schedulePollTask(() -> arrive(FIRST, 20, 40));
        consumer.schedulePollTask(consumer::wakeup);
        RecordReader reader = reader(captured.terminal(), "--values", "-f");
        assertThatThrownBy(reader::run).isInstanceOf(WakeupException.class);
        List<String> lines = captured.out().lines().toList();
        assertThat(lines.subList(0, 10))
                .containsAll(values(FIRST, 15, 20))
                .containsAll(values(SECOND, 15, 20));
        assertThat(lines.subList(10, lines.size())).isEqualTo(values(FIRST, 20, 40));
    }

    @Test
    void theLastOnesAreSoManyAlsoWhereOffsetsHoldNoRecord() {
        consumer.schedulePollTask(() -> arrive(FIRST, 19, 20));
        consumer.schedulePollTask(() -> {
            arrive(FIRST, 8, 10);
            arrive(FIRST, 19, 20);
        });
        reader(captured.terminal(), "--values", "--last", "3", "--partition", "0").run();
        assertThat(captured.out().lines()).containsExactly("0:8", "0:9", "0:19");
    }

    @Test
    void theLastOnesAreThoseThatWereThere() {
        consumer.schedulePollTask(() -> {
            arrive(FIRST, 18, 25);
            arrive(SECOND, 18, 20);
        });
        reader(captured.terminal(), "--values", "--last", "2").run();
        assertThat(captured.out().lines()).containsExactlyInAnyOrder("0:19", "1:19");
    }

    @Test
    void aLimitHoldsForTheLastOnesToo() {
        consumer.schedulePollTask(() -> {
            arrive(FIRST, 15, 20);
            arrive(SECOND, 15, 20);
        });
        reader(captured.terminal(), "--values", "--last", "5", "--limit", "3").run();
        assertThat(captured.out().lines()).hasSize(3);
    }

    @Test
    void aGroupHasNotReadWhatNobodySaw() {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(FIRST));
            arrive(FIRST, 0, 20);
        });
        Terminal gone = new Terminal(InputStream.nullInputStream(), closed(), closed(), false);
        reader(gone, "--values", "--group", "g").run();
        assertThat(consumer.committed(Set.of(FIRST)).get(FIRST)).isNull();
    }

    @Test
    void aGroupHasReadWhatWasPrinted() {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(FIRST));
            arrive(FIRST, 0, 20);
        });
        reader(captured.terminal(), "--values", "--group", "g", "--limit", "3").run();
        assertThat(captured.out().lines()).isEqualTo(values(FIRST, 0, 3));
        assertThat(consumer.committed(Set.of(FIRST)).get(FIRST))
                .isEqualTo(new OffsetAndMetadata(3));
    }

    @Test
    void aHeadersNameCannotWriteOverTheTerminal() {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("t", 0, 0, null, null);
        record.headers().add("\u001b[2J", new byte[] {'1'});
        new ShownRecords(new ConsumeOptions(), false, captured.terminal()).print(record);
        assertThat(captured.out()).contains("(0x1b5b324a=1)");
    }

    @Test
    void atTheEndASilentBrokerIsAskedOnceAndNotForLong() {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(FIRST));
            arrive(FIRST, 0, 20);
        });
        consumer.schedulePollTask(() -> {
            consumer.silent = true;
            consumer.wakeup();
        });
        RecordReader reader = reader(captured.terminal(), "--values", "--group", "g", "-f");
        assertThatThrownBy(reader::run).isInstanceOf(TimeoutException.class);
        consumer.close();
        assertThat(consumer.waited).containsExactly(Duration.ofSeconds(5));
    }

    /** Standard output whose reader has gone, as that of {@code head -1}. */
    private static PrintStream closed() {
        OutputStream pipe =
                new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                };
        return new PrintStream(pipe, false, UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--limit", "--partition", "--last"})
    void aNegativeNumberIsRefused(String option) {
        assertThatThrownBy(() -> reader(captured.terminal(), option, "-2"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(option)
                .hasMessageContaining("-2");
    }
}
