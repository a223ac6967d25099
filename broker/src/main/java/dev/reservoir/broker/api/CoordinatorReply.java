package dev.reservoir.broker.api;

import dev.reservoir.coord.runner.PendingReply;

import org.apache.kafka.common.protocol.ApiMessage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The reply to a request that a coordinator decides, in one part or several. */
final class CoordinatorReply<R> implements Reply {
    private final List<PendingReply<R>> parts;
    private final Function<List<R>, ApiMessage> answer;

    /**
     * @param parts what was asked
     * @param answer makes the response out of the results, in the order of the parts
     */
    CoordinatorReply(List<PendingReply<R>> parts, Function<List<R>, ApiMessage> answer) {
        this.parts = List.copyOf(parts);
        this.answer = answer;
    }

    static <R> Reply of(PendingReply<R> part, Function<R, ApiMessage> answer) {
        return new CoordinatorReply<>(List.of(part), results -> answer.apply(results.getFirst()));
    }

    @Override
    public boolean isReady() {
        return parts.stream().allMatch(PendingReply::isReady);
    }

    @Override
    public ApiMessage await() throws InterruptedException {
        List<R> results = new ArrayList<>();
        for (PendingReply<R> part : parts) {
            results.add(part.await());
        }
        return answer.apply(results);
    }
}
