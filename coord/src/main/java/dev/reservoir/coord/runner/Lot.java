package dev.reservoir.coord.runner;

import dev.reservoir.wire.batch.BatchBuilder;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The batches that are gathered to be appended: neighbours that count at once share one, as do
 * those of one transaction. Not thread-safe.
 */
final class Lot {
    private final List<ByteBuffer> finished = new ArrayList<>();
    private int finishedBytes;
    private @Nullable BatchBuilder open;

    /** Whose transaction the open batch is part of. */
    private @Nullable Producer writer;

    void add(LogEntry entry, long timestamp) {
        switch (entry) {
            case LogRecord record ->
                    batch(record.producer()).add(timestamp, record.key(), record.value());
            case TransactionEnd(Producer producer, var marker) -> {
                finish();
                finish(marker.batch(producer.id(), producer.epoch(), timestamp));
            }
        }
    }

    private BatchBuilder batch(@Nullable Producer producer) {
        BatchBuilder batch = open;
        if (batch == null || !Objects.equals(writer, producer)) {
            finish();
            batch =
                    producer == null
                            ? new BatchBuilder(0)
                            : BatchBuilder.inTransaction(producer.id(), producer.epoch());
            open = batch;
            writer = producer;
        }
        return batch;
    }

    private void finish() {
        if (open != null) {
            finish(open.build());
            open = null;
        }
    }

    private void finish(ByteBuffer batch) {
        finished.add(batch);
        finishedBytes += batch.remaining();
    }

    int sizeInBytes() {
        return finishedBytes + (open == null ? 0 : open.sizeInBytes());
    }

    /** Takes the batches, in order; the lot is empty afterwards. */
    List<ByteBuffer> take() {
        finish();
        List<ByteBuffer> all = List.copyOf(finished);
        finished.clear();
        finishedBytes = 0;
        return all;
    }
}
