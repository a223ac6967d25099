package dev.reservoir.coord.runner;

import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A machine to run: a sum, somebody who waits for it, and an alarm. */
final class Counting implements Machine<Counting.Sum, Counting.Do, Counting.Done> {
    static final long NEVER = Long.MAX_VALUE;

    /** The state of a shard. */
    static final class Sum {
        long total;
        long alarm = NEVER;
        int alarms;
        final List<Long> waiting = new ArrayList<>();

        /** Who is decided again with each sum. */
        final List<Long> watching = new ArrayList<>();

        /** What open transactions add, by producer id. */
        final Map<Long, Integer> pending = new TreeMap<>();
    }

    sealed interface Do extends Command<String> {
        @Override
        default Class<String> resultType() {
            return String.class;
        }

        @Override
        default String refused(Refusal why) {
            return why.name();
        }
    }

    record Add(int amount) implements Do {}

    record Peek() implements Do {}

    /** As Peek, and waits for the shard to be loaded. */
    record PeekLater() implements Do {
        @Override
        public boolean waitsForLoad() {
            return true;
        }
    }

    /** Answered by the next Add. */
    record AwaitAdd() implements Do {}

    /** Decided with each Add, until the sum is as large. */
    record AwaitTotal(int atLeast) implements Do {}

    /** As AwaitTotal, and cannot be decided a second time. */
    record FailNextTime() implements Do {}

    /** Counts when the producer's transaction is committed. */
    record AddInTransaction(Producer producer, int amount) implements Do {}

    record End(Producer producer, boolean commit) implements Do {}

    /** What open transactions add. */
    record PeekPending() implements Do {}

    record SetAlarm(long tick) implements Do {}

    record Ring() implements Do {}

    record FailToDecide() implements Do {}

    record FailToApply() implements Do {}

    record FailToEncode() implements Do {}

    record Loaded() implements Do {}

    sealed interface Done {}

    record Added(int amount) implements Done {}

    record Waits(long ticket) implements Done {}

    record Served() implements Done {}

    record Watches(long ticket) implements Done {}

    record AddedInTransaction(Producer producer, int amount) implements Done {}

    record Ended(Producer producer, TransactionMarker marker) implements Done {}

    record AlarmSet(long tick) implements Done {}

    record Rang() implements Done {}

    record Poison() implements Done {}

    record Unwritable() implements Done {}

    @Override
    public Sum empty() {
        return new Sum();
    }

    @Override
    public Decision<Done> decide(Sum state, long ticket, Do command, Now now) {
        return switch (command) {
            case Add(int amount) -> {
                String result = Long.toString(state.total + amount);
                List<Answer> answers = new ArrayList<>();
                answers.add(new Answer(ticket, result));
                state.waiting.forEach(waiter -> answers.add(new Answer(waiter, "saw " + result)));
                yield new Decision<>(
                        List.of(new Added(amount), new Served()), answers, state.watching);
            }
            case AwaitTotal(int atLeast) ->
                    state.total >= atLeast
                            ? Decision.answer(ticket, "reached " + state.total)
                            : watch(ticket);
            case FailNextTime _ -> {
                if (state.total > 0) {
                    throw new IllegalStateException("told to fail to decide again");
                }
                yield watch(ticket);
            }
            case AddInTransaction(Producer producer, int amount) ->
                    new Decision<>(
                            List.of(new AddedInTransaction(producer, amount)),
                            List.of(new Answer(ticket, "pending")));
            case End(Producer producer, boolean commit) ->
                    new Decision<>(
                            List.of(new Ended(producer, new TransactionMarker(commit, 4))),
                            List.of(new Answer(ticket, "ended")));
            case PeekPending _ ->
                    Decision.answer(ticket, state.total + " pending " + state.pending);
            case Peek _, PeekLater _ ->
                    Decision.answer(ticket, state.total + " alarms " + state.alarms);
            case AwaitAdd _ -> new Decision<>(List.of(new Waits(ticket)), List.of());
            case SetAlarm(long tick) ->
                    new Decision<>(List.of(new AlarmSet(tick)), List.of(new Answer(ticket, "set")));
            case Ring _ ->
                    new Decision<>(
                            List.of(new Rang(), new Added(1000), new Served()),
                            List.of(),
                            state.watching);
            case FailToDecide _ -> throw new IllegalStateException("told to fail to decide");
            case FailToApply _ ->
                    new Decision<>(
                            List.of(new Added(1), new Poison()), List.of(new Answer(ticket, "?")));
            case FailToEncode _ ->
                    new Decision<>(
                            List.of(new Added(1), new Unwritable()),
                            List.of(new Answer(ticket, "?")));
            case Loaded _ -> new Decision<>(List.of(), List.of());
        };
    }

    private static Decision<Done> watch(long ticket) {
        return new Decision<>(List.of(new Watches(ticket)), List.of());
    }

    @Override
    public void apply(Sum state, Done event) {
        switch (event) {
            case Added(int amount) -> state.total += amount;
            case Waits(long ticket) -> state.waiting.add(ticket);
            case Served _ -> {
                state.waiting.clear();
                state.watching.clear();
            }
            case Watches(long ticket) -> state.watching.add(ticket);
            case AddedInTransaction(Producer producer, int amount) ->
                    state.pending.merge(producer.id(), amount, Integer::sum);
            case Ended(Producer producer, TransactionMarker marker) -> {
                int amount = Objects.requireNonNullElse(state.pending.remove(producer.id()), 0);
                state.total += marker.committed() ? amount : 0;
            }
            case AlarmSet(long tick) -> state.alarm = tick;
            case Rang _ -> {
                state.alarm = NEVER;
                state.alarms++;
            }
            case Poison _ -> throw new IllegalStateException("told to fail to apply");
            case Unwritable _ -> state.total = -1;
        }
    }

    @Override
    public Do onLoaded() {
        return new Loaded();
    }

    @Override
    public @Nullable Do due(Sum state, Now now) {
        return state.alarm <= now.tickMs() ? new Ring() : null;
    }

    @Override
    public long nextDeadline(Sum state) {
        return state.alarm;
    }

    @Override
    public @Nullable LogEntry encode(Done event) {
        return switch (event) {
            case Added(int amount) -> new LogRecord(ByteBuffer.allocate(1), value(amount));
            case AddedInTransaction(Producer producer, int amount) ->
                    new LogRecord(ByteBuffer.allocate(1), value(amount), producer);
            case Ended(Producer producer, TransactionMarker marker) ->
                    new TransactionEnd(producer, marker);
            case Unwritable _ -> throw new IllegalArgumentException("told to fail to encode");
            case Waits _, Served _, Watches _, AlarmSet _, Rang _, Poison _ -> null;
        };
    }

    @Override
    public @Nullable Done decode(LogEntry entry) {
        return switch (entry) {
            case LogRecord(var _, ByteBuffer value, Producer producer) -> {
                if (value == null) {
                    yield null;
                }
                int amount = value.getInt(value.position());
                yield producer == null
                        ? new Added(amount)
                        : new AddedInTransaction(producer, amount);
            }
            case TransactionEnd(Producer producer, TransactionMarker marker) ->
                    new Ended(producer, marker);
        };
    }

    private static ByteBuffer value(int amount) {
        return ByteBuffer.allocate(4).putInt(0, amount);
    }
}
