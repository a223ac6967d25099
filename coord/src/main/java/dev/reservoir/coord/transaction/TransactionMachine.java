package dev.reservoir.coord.transaction;

import dev.reservoir.coord.record.TransactionKey;
import dev.reservoir.coord.record.TransactionValue;
import dev.reservoir.coord.runner.Decision;
import dev.reservoir.coord.runner.LogEntry;
import dev.reservoir.coord.runner.LogRecord;
import dev.reservoir.coord.runner.Machine;
import dev.reservoir.coord.runner.Now;
import dev.reservoir.coord.runner.TransactionEnd;
import dev.reservoir.coord.transaction.TransactionCommand.DescribeResult;
import dev.reservoir.coord.transaction.TransactionCommand.Described;
import dev.reservoir.coord.transaction.TransactionCommand.ListResult;
import dev.reservoir.coord.transaction.TransactionEvent.Changed;
import dev.reservoir.coord.transaction.TransactionEvent.Forgotten;
import dev.reservoir.coord.transaction.TransactionEvent.TimerCleared;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;

/** The router: which machine decides what, and how events lie in the log. */
public final class TransactionMachine
        implements Machine<TransactionState, TransactionCommand<?>, TransactionEvent> {
    private final TransactionConfig config;
    private final InitMachine producers;
    private final PartitionsMachine partitions;
    private final EndMachine ends;

    public TransactionMachine(TransactionConfig config) {
        this.config = config;
        this.producers = new InitMachine(config);
        this.partitions = new PartitionsMachine(config);
        this.ends = new EndMachine(config);
    }

    @Override
    public TransactionState empty() {
        return new TransactionState();
    }

    @Override
    public Decision<TransactionEvent> decide(
            TransactionState state, long ticket, TransactionCommand<?> command, Now now) {
        return switch (command) {
            case TransactionCommand.Init init -> producers.init(state, ticket, init, now);
            case TransactionCommand.AddPartitions add -> partitions.add(state, ticket, add, now);
            case TransactionCommand.Verify verify ->
                    PartitionsMachine.verify(state, ticket, verify);
            case TransactionCommand.End end -> ends.end(state, ticket, end, now);
            case TransactionCommand.AwaitPrepared _ -> EndMachine.awaitPrepared(state, ticket);
            case TransactionCommand.Written written -> ends.written(state, ticket, written, now);
            case TransactionCommand.Describe(String id) ->
                    Decision.answer(ticket, describe(state, id));
            case TransactionCommand.ListAll _ -> Decision.answer(ticket, list(state));
            case TransactionCommand.Fire(TransactionTimer key) -> fire(state, key, now);
            case TransactionCommand.Loaded _ -> loaded(state, now);
        };
    }

    private Decision<TransactionEvent> fire(TransactionState state, TransactionTimer key, Now now) {
        String id = key.transactionalId();
        return switch (key.kind()) {
            case TIMEOUT -> EndMachine.timeOut(state, id, now);
            case WAIT -> new Draft(state).event(new TimerCleared(key)).stopWaiting(id).done();
            case RETRY -> EndMachine.retry(state, id);
            case CLEANUP -> cleanUp(state, now);
        };
    }

    /** Ids that nobody used for long are forgotten. */
    private Decision<TransactionEvent> cleanUp(TransactionState state, Now now) {
        Draft draft = new Draft(state);
        long before = now.wallMs() - config.idExpirationMs();
        state.transactions().stream()
                .filter(known -> known.status().isIdle() && known.times().updated() <= before)
                .forEach(known -> draft.event(new Forgotten(known.id())));
        return draft.timer(TransactionTimer.CLEANUP, now.tickMs() + config.cleanupIntervalMs())
                .done();
    }

    /** The clock may have jumped while nobody looked: a timeout is never longer than was asked. */
    private Decision<TransactionEvent> loaded(TransactionState state, Now now) {
        Draft draft = new Draft(state);
        draft.timer(TransactionTimer.CLEANUP, now.tickMs() + config.cleanupIntervalMs());
        for (Transaction known : state.transactions()) {
            if (known.status() == TransactionStatus.ONGOING) {
                Transaction.Times times = known.times();
                long left =
                        Math.clamp(
                                times.started() + times.timeoutMs() - now.wallMs(),
                                0,
                                times.timeoutMs());
                draft.timer(TransactionTimer.timeout(known.id()), now.tickMs() + left);
            }
        }
        return draft.done();
    }

    private static DescribeResult describe(TransactionState state, String id) {
        if (id.isEmpty()) {
            return DescribeResult.failed(TransactionError.INVALID_REQUEST);
        }
        Transaction known = state.transaction(id);
        return known == null
                ? DescribeResult.failed(TransactionError.TRANSACTIONAL_ID_NOT_FOUND)
                : new DescribeResult(TransactionError.NONE, described(known));
    }

    private static ListResult list(TransactionState state) {
        return new ListResult(
                TransactionError.NONE,
                state.transactions().stream().map(TransactionMachine::described).toList());
    }

    private static Described described(Transaction known) {
        return new Described(
                known.id(),
                known.producer(),
                known.status().title(),
                known.times().timeoutMs(),
                known.times().started(),
                Objects.requireNonNullElse(known.toValue().partitions(), Map.of()));
    }

    @Override
    public void apply(TransactionState state, TransactionEvent event) {
        state.apply(event);
    }

    @Override
    public TransactionCommand<?> onLoaded() {
        return new TransactionCommand.Loaded();
    }

    @Override
    public @Nullable TransactionCommand<?> due(TransactionState state, Now now) {
        TransactionTimer key = state.timers().due(now.tickMs());
        return key == null ? null : new TransactionCommand.Fire(key);
    }

    @Override
    public long nextDeadline(TransactionState state) {
        return state.timers().next();
    }

    @Override
    public @Nullable LogEntry encode(TransactionEvent event) {
        return switch (event) {
            case Changed(Transaction transaction) ->
                    new LogRecord(
                            new TransactionKey(transaction.id()).encode(),
                            transaction.toValue().encode());
            case Forgotten(String id) -> new LogRecord(new TransactionKey(id).encode(), null);
            case TransactionEvent.Waits _,
                    TransactionEvent.WaitOver _,
                    TransactionEvent.WriterWaits _,
                    TransactionEvent.HandedOver _,
                    TransactionEvent.MarkersLeft _,
                    TransactionEvent.Requeued _,
                    TransactionEvent.TimerSet _,
                    TimerCleared _ ->
                    null;
        };
    }

    @Override
    public @Nullable TransactionEvent decode(LogEntry entry) {
        return switch (entry) {
            case LogRecord record -> {
                String id = TransactionKey.decode(record.key()).transactionalId();
                ByteBuffer value = record.value();
                yield value == null
                        ? new Forgotten(id)
                        : new Changed(Transaction.of(id, TransactionValue.decode(value)));
            }
            case TransactionEnd _ -> null;
        };
    }
}
