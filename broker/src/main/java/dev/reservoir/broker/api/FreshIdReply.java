package dev.reservoir.broker.api;

import dev.reservoir.broker.metadata.ProducerIds;
import dev.reservoir.meta.change.MetadataUnavailableException;

import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

import java.util.function.LongFunction;

/** A reply that is asked for with a producer id that nobody had before. */
final class FreshIdReply implements Reply {
    private final ProducerIds ids;
    private final LongFunction<Reply> then;
    private final Failure failure;
    private @Nullable Reply second;

    /** Makes the answer when there is no id. */
    interface Failure {
        ApiMessage answer(short error);
    }

    /**
     * @param then asks for the rest; never blocks
     */
    FreshIdReply(ProducerIds ids, LongFunction<Reply> then, Failure failure) {
        this.ids = ids;
        this.then = then;
        this.failure = failure;
    }

    @Override
    public boolean isReady() {
        if (second == null && ids.isReady()) {
            second = next();
        }
        return second != null && second.isReady();
    }

    private Reply next() {
        try {
            return then.apply(ids.take());
        } catch (MetadataUnavailableException e) {
            return Reply.of(failure.answer(Errors.COORDINATOR_NOT_AVAILABLE.code()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.of(failure.answer(Errors.COORDINATOR_NOT_AVAILABLE.code()));
        }
    }

    @Override
    public @Nullable ApiMessage await() throws InterruptedException {
        Reply rest = second;
        return (rest == null ? next() : rest).await();
    }
}
