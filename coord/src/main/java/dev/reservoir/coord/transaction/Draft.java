package dev.reservoir.coord.transaction;

import dev.reservoir.coord.runner.Answer;
import dev.reservoir.coord.runner.Decision;
import dev.reservoir.coord.transaction.TransactionCommand.PreparedResult;
import dev.reservoir.coord.transaction.TransactionEvent.Changed;
import dev.reservoir.coord.transaction.TransactionEvent.HandedOver;
import dev.reservoir.coord.transaction.TransactionEvent.Requeued;
import dev.reservoir.coord.transaction.TransactionEvent.TimerCleared;
import dev.reservoir.coord.transaction.TransactionEvent.TimerSet;
import dev.reservoir.coord.transaction.TransactionEvent.WaitOver;
import dev.reservoir.coord.transaction.TransactionEvent.Waits;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A decision that is being made about one shard. */
final class Draft {
    private final TransactionState state;
    private final List<TransactionEvent> events = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final List<Long> again = new ArrayList<>();

    Draft(TransactionState state) {
        this.state = state;
    }

    Draft event(TransactionEvent event) {
        events.add(event);
        return this;
    }

    Draft answer(long ticket, Object result) {
        if (ticket != TransactionState.NOBODY) {
            answers.add(new Answer(ticket, result));
        }
        return this;
    }

    Draft timer(TransactionTimer key, long atTick) {
        return event(new TimerSet(key, atTick));
    }

    /**
     * A transaction's outcome is decided. Where no marker is due it is over; otherwise whoever
     * writes markers gets it, if somebody waits for one.
     */
    Draft prepare(Transaction prepared, long now) {
        event(new TimerCleared(TransactionTimer.timeout(prepared.id())));
        if (prepared.partitions().isEmpty()) {
            return event(new Changed(prepared.completed(now)));
        }
        return event(new Changed(prepared)).handOver(prepared);
    }

    /** Whoever writes markers gets a prepared transaction, now or when somebody asks for one. */
    Draft handOver(Transaction prepared) {
        event(new Requeued(prepared.id()));
        long writer = state.writer();
        if (writer != TransactionState.NOBODY) {
            event(new HandedOver(Set.of(prepared.id())));
            answer(writer, new PreparedResult(null, List.of(state.prepared(prepared))));
        }
        return this;
    }

    /** A transaction is over: who waits for that is decided once more. */
    Draft complete(Transaction prepared, long now) {
        event(new Changed(prepared.completed(now)));
        TransactionTimer retry = TransactionTimer.retry(prepared.id());
        if (state.timers().at(retry) != null) {
            event(new TimerCleared(retry));
        }
        Waits waiting = state.waiting(prepared.id());
        if (waiting != null) {
            again(waiting.ticket());
            event(new WaitOver(prepared.id()));
            event(new TimerCleared(TransactionTimer.waiting(prepared.id())));
        }
        return this;
    }

    /** A command is decided once more when this decision has been applied. */
    Draft again(long ticket) {
        again.add(ticket);
        return this;
    }

    /**
     * Has a command wait for a transaction to end, so that its producer need not ask again and
     * again; Kafka answers CONCURRENT_TRANSACTIONS at once. One that waits already gives way.
     *
     * @param otherwise its answer when that takes too long
     */
    Draft await(String id, long ticket, Object otherwise, long untilTick) {
        stopWaiting(id);
        event(new Waits(id, ticket, otherwise));
        return timer(TransactionTimer.waiting(id), untilTick);
    }

    /** Who waits for a transaction to end is told to come again. */
    Draft stopWaiting(String id) {
        Waits waiting = state.waiting(id);
        if (waiting != null) {
            answer(waiting.ticket(), waiting.otherwise());
            event(new WaitOver(id));
            event(new TimerCleared(TransactionTimer.waiting(id)));
        }
        return this;
    }

    Decision<TransactionEvent> done() {
        return new Decision<>(events, answers, again);
    }
}
