package dev.reservoir.coord.runner;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A machine to run: a sum, somebody who waits for it, and an alarm. */
final class Counting implements Machine<Counting.Sum, Counting.Do, Counting.Done> {
    static final long NEVER = Long.MAX_VALUE;

    /** The state of a shard. */
    static final class Sum {
        long total;
        long alarm = NEVER;
        int alarms;
        final List<Long> waiting = new ArrayList<>();
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
                yield new Decision<>(List.of(new Added(amount), new Served()), answers);
            }
            case Peek _, PeekLater _ ->
                    Decision.answer(ticket, state.total + " alarms " + state.alarms);
            case AwaitAdd _ -> new Decision<>(List.of(new Waits(ticket)), List.of());
            case SetAlarm(long tick) ->
                    new Decision<>(List.of(new AlarmSet(tick)), List.of(new Answer(ticket, "set")));
            case Ring _ -> new Decision<>(List.of(new Rang(), new Added(1000)), List.of());
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

    @Override
    public void apply(Sum state, Done event) {
        switch (event) {
            case Added(int amount) -> state.total += amount;
            case Waits(long ticket) -> state.waiting.add(ticket);
            case Served _ -> state.waiting.clear();
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
            case Added(int amount) ->
                    new LogRecord(ByteBuffer.allocate(1), ByteBuffer.allocate(4).putInt(0, amount));
            case Unwritable _ -> throw new IllegalArgumentException("told to fail to encode");
            case Waits _, Served _, AlarmSet _, Rang _, Poison _ -> null;
        };
    }

    @Override
    public @Nullable Done decode(LogEntry entry) {
        ByteBuffer value = entry instanceof LogRecord record ? record.value() : null;
        return value == null ? null : new Added(value.getInt(value.position()));
    }
}
