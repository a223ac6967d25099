package dev.reservoir.coord.transaction;

import dev.reservoir.coord.runner.PendingReply;
import dev.reservoir.coord.runner.Runner;

import java.util.ArrayList;
import java.util.List;

/** Brings commands to the shard that holds their transactional id. Thread-safe. */
public final class TransactionCoordinator {
    private final Runner<TransactionState, TransactionCommand<?>, TransactionEvent> runner;

    public TransactionCoordinator(
            Runner<TransactionState, TransactionCommand<?>, TransactionEvent> runner) {
        this.runner = runner;
    }

    /** Asks about one transactional id. */
    public <R> PendingReply<R> ask(String transactionalId, TransactionCommand<R> command) {
        return ask(shardOf(transactionalId), command);
    }

    /** Asks one shard. */
    public <R> PendingReply<R> ask(int shard, TransactionCommand<R> command) {
        return runner.submit(shard, command, command.resultType());
    }

    /** Asks every shard. */
    public <R> List<PendingReply<R>> askAll(TransactionCommand<R> command) {
        List<PendingReply<R>> replies = new ArrayList<>();
        for (int shard = 0; shard < runner.shards(); shard++) {
            replies.add(ask(shard, command));
        }
        return replies;
    }

    public int shards() {
        return runner.shards();
    }

    /** The partition of {@code __transaction_state} that holds an id, as Kafka computes it. */
    public int shardOf(String transactionalId) {
        return runner.shardOf(transactionalId);
    }
}
