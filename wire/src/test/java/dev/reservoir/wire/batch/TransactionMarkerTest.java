package dev.reservoir.wire.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;

/** Markers as Apache Kafka's own classes read and write them. */
final class TransactionMarkerTest {
    /** Offset of the type in the batch: header, five fields of a byte, the key's version. */
    private static final int TYPE = BatchView.HEADER_BYTES + 5 + Short.BYTES;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void kafkaReadsWhatIsWritten(boolean committed) {
        ByteBuffer bytes = new TransactionMarker(committed, 17).batch(5, (short) 3, 1_234);

        RecordBatch batch = MemoryRecords.readableRecords(bytes).batches().iterator().next();

        batch.ensureValid();
        assertThat(batch.isControlBatch()).isTrue();
        assertThat(batch.isTransactional()).isTrue();
        assertThat(batch.producerId()).isEqualTo(5);
        assertThat(batch.producerEpoch()).isEqualTo((short) 3);
        assertThat(batch.maxTimestamp()).isEqualTo(1_234);
        Record record = batch.iterator().next();
        EndTransactionMarker marker = EndTransactionMarker.deserialize(record);
        assertThat(marker.coordinatorEpoch()).isEqualTo(17);
        assertThat(marker.controlType())
                .isEqualTo(committed ? ControlRecordType.COMMIT : ControlRecordType.ABORT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatKafkaWritesIsRead(boolean committed) {
        EndTransactionMarker marker =
                new EndTransactionMarker(
                        committed ? ControlRecordType.COMMIT : ControlRecordType.ABORT, 17);
        ByteBuffer bytes =
                MemoryRecords.withEndTransactionMarker(9, 1_234, 0, 5, (short) 3, marker).buffer();

        assertThat(TransactionMarker.of(BatchView.at(bytes, 0)))
                .isEqualTo(new TransactionMarker(committed, 17));
    }

    @ParameterizedTest
    @ValueSource(shorts = {2, 5, -1})
    void anotherControlRecordIsNone(short type) {
        ByteBuffer bytes = new TransactionMarker(true, 1).batch(5, (short) 3, 0);
        assertThat(bytes.getShort(TYPE)).isEqualTo((short) 1);
        bytes.putShort(TYPE, type);
        assertThat(TransactionMarker.of(BatchView.at(bytes, 0))).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void oneThatIsCutOffIsCorrupt(int keyBytes) {
        ByteBuffer key = ByteBuffer.allocate(keyBytes);
        ByteBuffer batch = BatchBuilder.controlling(5, (short) 3).add(0, key, null).build();
        assertThatThrownBy(() -> TransactionMarker.of(BatchView.at(batch, 0)))
                .isInstanceOf(CorruptBatchException.class);
        ByteBuffer commit = ByteBuffer.allocate(4).putShort(2, (short) 1);
        ByteBuffer noValue = BatchBuilder.controlling(5, (short) 3).add(0, commit, null).build();
        assertThatThrownBy(() -> TransactionMarker.of(BatchView.at(noValue, 0)))
                .isInstanceOf(CorruptBatchException.class);
    }
}
