package dev.reservoir.cli.kafka.transactions;

import dev.reservoir.cli.Answers;
import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.explain.Advice;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** Waiting for answers, whose errors are told with what was tried. */
final class Failures {
    private Failures() {}

    /**
     * The answer.
     *
     * @param attempt what failed if it does: {@code Failed to ...}
     */
    static <T> T await(KafkaFuture<T> answer, String attempt) {
        try {
            return Answers.await(answer);
        } catch (KafkaException e) {
            throw new CommandFailure(attempt + ": " + Advice.told(e), e);
        }
    }
}
