package dev.reservoir.coord.transaction;

import dev.reservoir.coord.runner.Decision;
import dev.reservoir.coord.runner.Now;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.transaction.TransactionCommand.AddPartitions;
import dev.reservoir.coord.transaction.TransactionCommand.Verify;
import dev.reservoir.coord.transaction.TransactionCommand.VerifyResult;
import dev.reservoir.coord.transaction.TransactionEvent.Changed;

import java.util.Set;
import java.util.TreeSet;

/** Which partitions a transaction writes to (KIP-98, KIP-890). */
final class PartitionsMachine {
    private final TransactionConfig config;

    PartitionsMachine(TransactionConfig config) {
        this.config = config;
    }

    Decision<TransactionEvent> add(
            TransactionState state, long ticket, AddPartitions add, Now now) {
        Transaction known = state.transaction(add.transactionalId());
        if (known == null || add.transactionalId().isEmpty()) {
            return Decision.answer(ticket, unknown(add.transactionalId()));
        }
        if (known.status().isPrepared() && isOrWillBe(known, add.producer())) {
            return new Draft(state)
                    .await(
                            known.id(),
                            ticket,
                            TransactionError.CONCURRENT_TRANSACTIONS,
                            now.tickMs() + config.waitMs())
                    .done();
        }
        TransactionError error = check(known, add.producer());
        boolean isPart =
                known.status() == TransactionStatus.ONGOING
                        && known.partitions().containsAll(add.partitions());
        if (error != TransactionError.NONE || isPart) {
            return Decision.answer(ticket, error);
        }
        Draft draft = new Draft(state);
        draft.event(new Changed(known.with(add.partitions(), now.wallMs())));
        if (known.status().isIdle()) {
            draft.timer(
                    TransactionTimer.timeout(known.id()), now.tickMs() + known.times().timeoutMs());
        }
        return draft.answer(ticket, TransactionError.NONE).done();
    }

    /** The producer that has the transaction, or will have it when this one has ended. */
    private static boolean isOrWillBe(Transaction known, Producer producer) {
        return known.identity().is(producer) || known.identity().completed().is(producer);
    }

    static Decision<TransactionEvent> verify(TransactionState state, long ticket, Verify verify) {
        Transaction known = state.transaction(verify.transactionalId());
        if (known == null || verify.transactionalId().isEmpty()) {
            return Decision.answer(ticket, VerifyResult.failed(unknown(verify.transactionalId())));
        }
        TransactionError error = check(known, verify.producer());
        if (error == TransactionError.NONE && known.status().isPrepared()) {
            error = TransactionError.CONCURRENT_TRANSACTIONS;
        }
        if (error != TransactionError.NONE) {
            return Decision.answer(ticket, VerifyResult.failed(error));
        }
        Set<TransactionPartition> missing = new TreeSet<>(verify.partitions());
        missing.removeAll(known.partitions());
        return Decision.answer(ticket, new VerifyResult(TransactionError.NONE, missing));
    }

    private static TransactionError unknown(String id) {
        return id.isEmpty()
                ? TransactionError.INVALID_REQUEST
                : TransactionError.INVALID_PRODUCER_ID_MAPPING;
    }

    private static TransactionError check(Transaction known, Producer producer) {
        if (known.identity().id() != producer.id()) {
            return TransactionError.INVALID_PRODUCER_ID_MAPPING;
        }
        return known.identity().is(producer)
                ? TransactionError.NONE
                : TransactionError.PRODUCER_FENCED;
    }
}
