package dev.reservoir.broker.api;

import dev.reservoir.coord.runner.PendingReply;

import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/** A reply that is asked for when a coordinator has answered something else. */
final class ThenReply<R> implements Reply {
    private final PendingReply<R> first;
    private final Function<R, Reply> then;
    private @Nullable Reply second;

    /**
     * @param then asks for the rest; never blocks
     */
    ThenReply(PendingReply<R> first, Function<R, Reply> then) {
        this.first = first;
        this.then = then;
    }

    @Override
    public boolean isReady() {
        try {
            if (second == null && first.isReady()) {
                second = then.apply(first.await());
            }
        } catch (InterruptedException e) {
            // What is ready is not waited for.
            throw new IllegalStateException(e);
        }
        return second != null && second.isReady();
    }

    @Override
    public @Nullable ApiMessage await() throws InterruptedException {
        Reply rest = second;
        if (rest == null) {
            rest = then.apply(first.await());
        }
        return rest.await();
    }
}
