package dev.reservoir.coord.runner;

import java.util.List;

/**
 * What a machine decided: the events that change its state, in order, and the answers that leave
 * when all of them are durable. A command that is not answered now is answered by a later decision.
 */
public record Decision<E>(List<E> events, List<Answer> answers) {
    public Decision {
        events = List.copyOf(events);
        answers = List.copyOf(answers);
    }

    /** A decision that changes nothing. */
    public static <E> Decision<E> answer(long ticket, Object result) {
        return new Decision<>(List.of(), List.of(new Answer(ticket, result)));
    }
}
