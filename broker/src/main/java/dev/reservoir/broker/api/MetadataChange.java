package dev.reservoir.broker.api;

import dev.reservoir.meta.change.Metadata;
import dev.reservoir.meta.change.MetadataUnavailableException;

import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.protocol.ApiMessage;

import java.util.function.Function;

/** A reply that waits until a change of metadata is durable. */
final class MetadataChange<R> implements Reply {
    private final Metadata.Pending<R> pending;
    private final Function<R, ApiMessage> response;
    private final Function<MetadataUnavailableException, ApiMessage> failure;

    /** A change whose failure answers the whole request with KAFKA_STORAGE_ERROR. */
    MetadataChange(Metadata.Pending<R> pending, Function<R, ApiMessage> response) {
        this(
                pending,
                response,
                e -> {
                    throw new KafkaStorageException(e.getMessage(), e);
                });
    }

    MetadataChange(
            Metadata.Pending<R> pending,
            Function<R, ApiMessage> response,
            Function<MetadataUnavailableException, ApiMessage> failure) {
        this.pending = pending;
        this.response = response;
        this.failure = failure;
    }

    @Override
    public boolean isReady() {
        return pending.isReady();
    }

    @Override
    public ApiMessage await() throws InterruptedException {
        try {
            return response.apply(pending.await());
        } catch (MetadataUnavailableException e) {
            return failure.apply(e);
        }
    }
}
