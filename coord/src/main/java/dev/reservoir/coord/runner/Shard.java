package dev.reservoir.coord.runner;

import dev.reservoir.log.StorageException;
import dev.reservoir.wire.batch.BatchBuilder;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One shard that is loaded: its state, its log, who waits for it, and the lot that is being
 * gathered. Used by the runner's thread alone.
 */
final class Shard<S, C extends Command<?>, E> {
    private final Machine<S, C, E> machine;
    private final S state;
    private final ShardLog log;

    /** Commands that were decided or parked by the machine and not answered yet, by ticket. */
    private final Map<Long, PendingReply<?>> waiting = new HashMap<>();

    /** Answers that leave with the lot. */
    private final List<Answer> staged = new ArrayList<>();

    private @Nullable BatchBuilder lot;

    Shard(Machine<S, C, E> machine, Loader.Loaded<S> loaded) {
        this.machine = machine;
        this.state = loaded.state();
        this.log = loaded.log();
    }

    @Nullable StorageException failure() {
        return log.failure();
    }

    /** A decision with the records that its events leave in the log. */
    record Decided<E>(Decision<E> decision, List<LogRecord> records) {}

    /** Decides; changes nothing. A decision that cannot be written fails here. */
    Decided<E> decide(long ticket, C command, Now now) {
        Decision<E> decision = machine.decide(state, ticket, command, now);
        List<LogRecord> records = new ArrayList<>();
        for (E event : decision.events()) {
            LogRecord record = machine.encode(event);
            if (record != null) {
                records.add(record);
            }
        }
        return new Decided<>(decision, records);
    }

    /** The answer to this ticket will come. */
    void expect(long ticket, PendingReply<?> reply) {
        waiting.put(ticket, reply);
    }

    /** Applies a decision and adds it to the lot. */
    void take(Decided<E> decided, Now now) {
        decided.decision().events().forEach(event -> machine.apply(state, event));
        for (LogRecord record : decided.records()) {
            if (lot == null) {
                lot = new BatchBuilder(0);
            }
            lot.add(now.wallMs(), record.key(), record.value());
        }
        staged.addAll(decided.decision().answers());
    }

    @Nullable C due(Now now) {
        return machine.due(state, now);
    }

    long nextDeadline() {
        return machine.nextDeadline(state);
    }

    int lotBytes() {
        return lot == null ? 0 : lot.sizeInBytes();
    }

    /** Appends the lot and hands its answers over, to be released when all of it is durable. */
    void flush(long timeoutMs) throws StorageException, InterruptedException {
        BatchBuilder batch = lot;
        if (batch != null) {
            log.append(batch.build(), timeoutMs);
            lot = null;
        }
        if (staged.isEmpty()) {
            return;
        }
        long upTo = log.offsets().end();
        for (Answer answer : staged) {
            PendingReply<?> reply = waiting.remove(answer.ticket());
            if (reply != null) {
                reply.decided(answer.result(), log, upTo);
            }
        }
        staged.clear();
    }

    /** Answers everybody who waits; the shard is not used afterwards. */
    void refuseAll(Refusal why) {
        waiting.values().forEach(reply -> reply.refuse(why));
        waiting.clear();
        staged.clear();
    }
}
