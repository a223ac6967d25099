package dev.reservoir.wire.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

final class BatchFilterTest {
    private static final long NOW = 1_000_000;
    private static final long RETENTION = 5_000;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A producer's batch with the keys k0, k1 …, each with a header; a value of "" is none. */
    private static BatchView batch(CompressionType type, String... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        try (MemoryRecordsBuilder builder =
                new MemoryRecordsBuilder(
                        buffer,
                        RecordBatch.MAGIC_VALUE_V2,
                        Compression.of(type).build(),
                        TimestampType.CREATE_TIME,
                        100,
                        -1,
                        77,
                        (short) 3,
                        40,
                        false,
                        false,
                        9,
                        4096)) {
            for (int i = 0; i < values.length; i++) {
                builder.append(
                        500 + i,
                        bytes("k" + i),
                        values[i].isEmpty() ? null : bytes(values[i]),
                        new Header[] {new RecordHeader("h", bytes("x" + i))});
            }
            return BatchView.at(builder.build().buffer(), 0);
        }
    }

    private static List<String> show(@Nullable ByteBuffer batch) {
        List<String> shown = new ArrayList<>();
        Objects.requireNonNull(batch);
        MemoryRecords.readableRecords(batch.duplicate())
                .records()
                .forEach(record ->
                        shown.add(
                                record.offset()
                                        + "@"
                                        + record.timestamp()
                                        + " "
                                        + StandardCharsets.UTF_8.decode(record.key())
                                        + " "
                                        + new String(
                                                record.headers()[0].value(),
                                                StandardCharsets.UTF_8)));
        return shown;
    }

    private static BatchFilter.Choice except(long... offsets) {
        return record -> {
            for (long offset : offsets) {
                if (record.offset() == offset) {
                    return false;
                }
            }
            return true;
        };
    }

    private static @Nullable ByteBuffer filter(
            BatchView batch, long now, BatchFilter.Choice latest) {
        return filter(batch, now, latest, false);
    }

    private static @Nullable ByteBuffer filter(
            BatchView batch, long now, BatchFilter.Choice latest, boolean keepEmpty) {
        BatchOutput output = new BatchOutput(10);
        output.put(ByteBuffer.allocate(7), 0, 7);
        try (BatchFilter filter = new BatchFilter(now, RETENTION, 1_000, latest)) {
            boolean changed = filter.filter(batch, keepEmpty, output);
            ByteBuffer left = output.written().position(7).slice();
            assertThat(changed).isEqualTo(!left.equals(batch.bytes()));
            return left.hasRemaining() ? left : null;
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void whatStaysKeepsOffsetsHeadersAndCompression(CompressionType type) {
        BatchView batch = batch(type, "a", "b", "c", "d");
        ByteBuffer left = filter(batch, NOW, except(100, 102));
        assertThat(show(left)).containsExactly("101@501 k1 x1", "103@503 k3 x3");
        BatchView view = BatchView.at(Objects.requireNonNull(left), 0);
        assertThat(view.baseOffset()).isEqualTo(100);
        assertThat(view.lastOffset()).isEqualTo(103);
        assertThat(view.recordCount()).isEqualTo(2);
        assertThat(view.compression()).isEqualTo(type.id);
        assertThat(view.producerId()).isEqualTo(77);
        assertThat(view.producerEpoch()).isEqualTo((short) 3);
        assertThat(view.baseSequence()).isEqualTo(40);
        assertThat(view.leaderEpoch()).isEqualTo(9);
        assertThat(view.checksumMatches()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void aBatchThatStaysWholeStaysAsItIs(CompressionType type) {
        BatchView batch = batch(type, "a", "b");
        assertThat(filter(batch, NOW, except())).isEqualTo(batch.bytes());
    }

    @Test
    void nothingIsLeftOfABatchWithoutRecordsUnlessItsProducerCounts() {
        BatchView batch = batch(CompressionType.NONE, "a");
        assertThat(filter(batch, NOW, except(100))).isNull();
        ByteBuffer header = filter(batch, NOW, except(100), true);
        BatchView view = BatchView.at(Objects.requireNonNull(header), 0);
        assertThat(view.sizeInBytes()).isEqualTo(BatchView.HEADER_BYTES);
        assertThat(view.lastOffset()).isEqualTo(100);
        assertThat(view.producerId()).isEqualTo(77);
        assertThat(filter(view, NOW, except(), true)).as("and stays so").isEqualTo(header);
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void aTombstoneStaysForItsTimeFromTheFirstPassOn(CompressionType type) {
        BatchView batch = batch(type, "", "b");
        ByteBuffer first = filter(batch, NOW, except());
        assertThat(show(first)).containsExactly("100@500 k0 x0", "101@501 k1 x1");
        BatchView noted = BatchView.at(Objects.requireNonNull(first), 0);
        assertThat(batch.deleteHorizon()).isEqualTo(BatchView.NO_DELETE_HORIZON);
        assertThat(noted.deleteHorizon()).isEqualTo(NOW + RETENTION);
        assertThat(noted.checksumMatches()).isTrue();
        assertThat(noted.maxTimestamp()).isEqualTo(501);
        ByteBuffer later = filter(noted, NOW + RETENTION - 1, except());
        assertThat(later).as("its time is not over").isEqualTo(first);
        assertThat(show(filter(noted, NOW + RETENTION, except()))).containsExactly("101@501 k1 x1");
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void recordsAreReadAsKafkaWroteThem(CompressionType type) {
        BatchView batch = batch(type, "a", "", "a longer value".repeat(20));
        List<String> seen = new ArrayList<>();
        RecordView wanted =
                BatchRecords.first(
                        batch,
                        r -> !seen.add(r.offset() + "@" + r.timestamp() + " " + size(r.value())));
        assertThat(wanted).isNull();
        assertThat(seen).containsExactly("100@500 1", "101@501 -1", "102@502 280");
        assertThat(BatchRecords.first(batch, r -> r.offset() == 101)).isNotNull();
    }

    /** Byte for byte where it can be compared; a base timestamp that no record has is our own. */
    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void whatIsLeftIsWhatKafkaLeaves(CompressionType type) {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            String[] values = new String[1 + random.nextInt(20)];
            long[] gone = new long[values.length];
            int count = 0;
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(4) == 0 ? "" : "v".repeat(random.nextInt(300) + 1);
                if (random.nextInt(3) == 0) {
                    gone[count++] = 100L + i;
                }
            }
            boolean keepEmpty = random.nextBoolean();
            BatchView batch = batch(type, values);
            BatchFilter.Choice choice = except(Arrays.copyOf(gone, count));
            for (long now = NOW; now <= NOW + 2 * RETENTION; now += RETENTION) {
                ByteBuffer ours = filter(batch, now, choice, keepEmpty);
                ByteBuffer kafkas = KafkasFilter.filter(batch, now, RETENTION, choice, keepEmpty);
                assertThat(fields(ours)).as("round %d", round).isEqualTo(fields(kafkas));
                if (ours == null) {
                    break;
                }
                batch = BatchView.at(ours, 0);
            }
        }
    }

    private static List<String> fields(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            return List.of();
        }
        List<String> fields = new ArrayList<>(show(bytes));
        BatchView batch = BatchView.at(bytes, 0);
        assertThat(batch.checksumMatches()).isTrue();
        assertThat(batch.sizeInBytes()).isEqualTo(bytes.remaining());
        fields.add(batch.baseOffset() + " " + batch.lastOffset() + " " + batch.leaderEpoch());
        fields.add(batch.attributes() + " " + batch.maxTimestamp() + " " + batch.deleteHorizon());
        fields.add(batch.producerId() + " " + batch.producerEpoch() + " " + batch.baseSequence());
        fields.add(batch.recordCount() + "");
        return fields;
    }

    @Test
    void theMarkerOfAnEmptyTransactionStaysForItsTime() {
        ByteBuffer bytes = ByteBuffer.allocate(200);
        MemoryRecords.writeEndTransactionalMarker(
                bytes,
                40,
                900,
                3,
                77,
                (short) 2,
                new EndTransactionMarker(ControlRecordType.ABORT, 5));
        BatchView marker = BatchView.at(bytes.flip(), 0);

        BatchView noted = marker(marker, NOW, false);
        assertThat(noted.deleteHorizon()).isEqualTo(NOW + RETENTION);
        assertThat(noted.isControl()).isTrue();
        assertThat(noted.checksumMatches()).isTrue();
        assertThat(noted.baseOffset()).isEqualTo(40);
        assertThat(noted.maxTimestamp()).isEqualTo(900);
        Record record = MemoryRecords.readableRecords(noted.bytes()).records().iterator().next();
        assertThat(record.timestamp()).isEqualTo(900);
        assertThat(ControlRecordType.parse(record.key())).isEqualTo(ControlRecordType.ABORT);
        assertThat(marker(noted, NOW + RETENTION - 1, false).bytes()).isEqualTo(noted.bytes());
        assertThat(marker(noted, NOW + RETENTION, false)).isSameAs(BatchView.NONE);
        BatchView header = marker(noted, NOW + RETENTION, true);
        assertThat(header.recordCount()).isZero();
        assertThat(header.isControl()).isTrue();
        assertThat(marker(header, NOW + 9 * RETENTION, true).bytes()).isEqualTo(header.bytes());
    }

    private static BatchView marker(BatchView marker, long now, boolean keepEmpty) {
        BatchOutput output = new BatchOutput(1);
        try (BatchFilter filter = new BatchFilter(now, RETENTION, 1_000, except())) {
            filter.endMarker(marker, keepEmpty, false, output);
        }
        return output.size() == 0 ? BatchView.NONE : BatchView.at(output.written(), 0);
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void recordsWithoutAKeyAreTold(CompressionType type) {
        assertThat(RecordKeys.missing(batch(type, "a", "b"))).isEmpty();
        ByteBuffer bytes = ByteBuffer.allocate(500);
        try (MemoryRecordsBuilder builder =
                MemoryRecords.builder(
                        bytes, Compression.of(type).build(), TimestampType.CREATE_TIME, 0)) {
            builder.append(1L, bytes("k"), bytes("v"));
            builder.append(1L, null, bytes("v"));
            builder.append(1L, bytes(""), null);
            builder.append(1L, null, bytes("w"));
            BatchView batch = BatchView.at(builder.build().buffer(), 0);
            assertThat(RecordKeys.missing(batch)).containsExactly(1, 3);
        }
    }

    private static int size(@Nullable ByteBuffer bytes) {
        return bytes == null ? -1 : bytes.remaining();
    }

    @Test
    void lengthsThatCannotBeAreRefused() {
        byte[] whole = new byte[batch(CompressionType.NONE, "a", "b").sizeInBytes()];
        batch(CompressionType.NONE, "a", "b").bytes().get(whole);
        for (int at = BatchView.HEADER_BYTES; at < whole.length; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << bit);
                try {
                    BatchRecords.first(BatchView.at(ByteBuffer.wrap(flipped), 0), _ -> false);
                } catch (CorruptBatchException e) {
                    assertThat(e).hasMessageContaining(" ");
                }
            }
        }
    }

    @Test
    void aBatchThatCannotBeDecodedIsRefused() {
        ByteBuffer bytes = batch(CompressionType.GZIP, "a", "b").bytes();
        bytes.put(BatchView.HEADER_BYTES + 3, (byte) 99);
        assertThatThrownBy(() -> filter(BatchView.at(bytes, 0), NOW, except()))
                .isInstanceOf(CorruptBatchException.class)
                .hasMessageContaining("100");
    }
}
