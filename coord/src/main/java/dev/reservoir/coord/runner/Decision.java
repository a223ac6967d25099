package dev.reservoir.coord.runner;

import java.util.List;

/**
 * What a machine decided: the events that change its state, in order, and the answers that leave
 * when all of them are durable. A command that is not answered now is answered by a later decision.
 *
 * @param again tickets of commands without an answer, which are decided once more when the events
 *     have been applied
 */
public record Decision<E>(List<E> events, List<Answer> answers, List<Long> again) {
    public Decision {
        events = List.copyOf(events);
        answers = List.copyOf(answers);
        again = List.copyOf(again);
    }

    public Decision(List<E> events, List<Answer> answers) {
        this(events, answers, List.of());
    }

    /** A decision that changes nothing. */
    public static <E> Decision<E> answer(long ticket, Object result) {
        return new Decision<>(List.of(), List.of(new Answer(ticket, result)));
    }
}
