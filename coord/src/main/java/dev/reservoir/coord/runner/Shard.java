package dev.reservoir.coord.runner;

import dev.reservoir.log.StorageException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
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
    private final Map<Long, Waiting<C>> waiting = new HashMap<>();

    /** Answers that leave with the lot. */
    private final List<Answer> staged = new ArrayList<>();

    private final Lot lot = new Lot();

    private record Waiting<C>(C command, PendingReply<?> reply) {}

    Shard(Machine<S, C, E> machine, Loader.Loaded<S> loaded) {
        this.machine = machine;
        this.state = loaded.state();
        this.log = loaded.log();
    }

    @Nullable StorageException failure() {
        return log.failure();
    }

    /** A decision with what its events leave in the log. */
    record Decided<E>(Decision<E> decision, List<LogEntry> entries) {}

    /** Decides; changes nothing. A decision that cannot be written fails here. */
    Decided<E> decide(long ticket, C command, Now now) {
        Decision<E> decision = machine.decide(state, ticket, command, now);
        List<LogEntry> entries = new ArrayList<>();
        for (E event : decision.events()) {
            LogEntry entry = machine.encode(event);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return new Decided<>(decision, entries);
    }

    /** The answer to this ticket will come. */
    void expect(long ticket, C command, PendingReply<?> reply) {
        waiting.put(ticket, new Waiting<>(command, reply));
    }

    /** The command of a ticket that was not answered; null when it was. */
    @Nullable C waiting(long ticket) {
        Waiting<C> unanswered = waiting.get(ticket);
        return unanswered == null ? null : unanswered.command();
    }

    void refuse(long ticket, Refusal why) {
        Waiting<C> unanswered = waiting.remove(ticket);
        if (unanswered != null) {
            unanswered.reply().refuse(why);
        }
    }

    /** Applies a decision and adds it to the lot. */
    void take(Decided<E> decided, Now now) {
        decided.decision().events().forEach(event -> machine.apply(state, event));
        decided.entries().forEach(entry -> lot.add(entry, now.wallMs()));
        staged.addAll(decided.decision().answers());
    }

    @Nullable C due(Now now) {
        return machine.due(state, now);
    }

    long nextDeadline() {
        return machine.nextDeadline(state);
    }

    int lotBytes() {
        return lot.sizeInBytes();
    }

    /** Appends the lot and hands its answers over, to be released when all of it is durable. */
    void flush(long timeoutMs) throws StorageException, InterruptedException {
        for (ByteBuffer batch : lot.take()) {
            log.append(batch, timeoutMs);
        }
        if (staged.isEmpty()) {
            return;
        }
        long upTo = log.offsets().end();
        for (Answer answer : staged) {
            Waiting<C> answered = waiting.remove(answer.ticket());
            if (answered != null) {
                answered.reply().decided(answer.result(), log, upTo);
            }
        }
        staged.clear();
    }

    /** Answers everybody who waits; the shard is not used afterwards. */
    void refuseAll(Refusal why) {
        waiting.values().forEach(unanswered -> unanswered.reply().refuse(why));
        waiting.clear();
        staged.clear();
    }
}
