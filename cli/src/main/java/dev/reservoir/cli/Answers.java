package dev.reservoir.cli;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

import java.util.concurrent.ExecutionException;

/** Waiting for a cluster's answers. */
public final class Answers {
    private Answers() {}

    /**
     * The answer, or the broker's error as the {@link RuntimeException} that it is, without its
     * wrapping.
     */
    public static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException error) {
                throw error;
            }
            throw new KafkaException(e.getCause());
        }
    }
}
