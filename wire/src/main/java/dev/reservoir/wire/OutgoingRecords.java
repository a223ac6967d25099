package dev.reservoir.wire;

import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.RecordsSend;

/**
 * Puts {@link RecordBytes} into a response message. {@link Response} takes them out again; Kafka's
 * own sender is not used.
 */
public record OutgoingRecords(RecordBytes bytes) implements BaseRecords {
    @Override
    public int sizeInBytes() {
        return bytes.length();
    }

    @Override
    public RecordsSend<? extends BaseRecords> toSend() {
        throw new IllegalStateException("these records are sent by Response");
    }
}
