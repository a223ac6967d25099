package dev.reservoir.coord.transaction;

import dev.reservoir.coord.runner.Decision;
import dev.reservoir.coord.runner.Now;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.transaction.TransactionCommand.Init;
import dev.reservoir.coord.transaction.TransactionCommand.ProducerResult;
import dev.reservoir.coord.transaction.TransactionEvent.Changed;

import org.jspecify.annotations.Nullable;

/**
 * Who may write under a transactional id: each that begins gets an epoch above all before it, and
 * what an earlier one left open is aborted (KIP-98, KIP-360).
 */
final class InitMachine {
    private final TransactionConfig config;

    InitMachine(TransactionConfig config) {
        this.config = config;
    }

    Decision<TransactionEvent> init(TransactionState state, long ticket, Init init, Now now) {
        Transaction known = state.transaction(init.transactionalId());
        TransactionError error = check(known, init);
        if (error != TransactionError.NONE) {
            return Decision.answer(ticket, ProducerResult.failed(error));
        }
        Draft draft = new Draft(state);
        if (known == null) {
            return give(draft, ticket, init, ProducerIdentity.first(init.freshProducerId()), now);
        }
        if (known.status().isIdle()) {
            ProducerIdentity next = next(known.identity(), init);
            return next == null
                    ? Decision.answer(
                            ticket, ProducerResult.failed(TransactionError.PRODUCER_FENCED))
                    : give(draft, ticket, init, next, now);
        }
        if (known.status() == TransactionStatus.ONGOING) {
            draft.prepare(aborted(known, init, now), now.wallMs());
            if (known.partitions().isEmpty()) {
                return draft.again(ticket).done();
            }
        }
        return draft.await(
                        known.id(),
                        ticket,
                        ProducerResult.failed(TransactionError.CONCURRENT_TRANSACTIONS),
                        now.tickMs() + config.waitMs())
                .done();
    }

    /** A producer that goes on gets the epoch of the abort; one that begins gets the one after. */
    private static Transaction aborted(Transaction known, Init init, Now now) {
        ProducerIdentity identity =
                init.known() == null
                        ? known.identity().fenced()
                        : known.identity().ending(init.freshProducerId());
        return known.prepared(false, identity, Transaction.VERSION_2, now.wallMs());
    }

    private static Decision<TransactionEvent> give(
            Draft draft, long ticket, Init init, ProducerIdentity identity, Now now) {
        return draft.event(
                        new Changed(
                                Transaction.empty(
                                        init.transactionalId(),
                                        identity,
                                        init.timeoutMs(),
                                        now.wallMs())))
                .answer(ticket, ProducerResult.of(identity.producer()))
                .done();
    }

    private TransactionError check(@Nullable Transaction known, Init init) {
        if (init.transactionalId().isEmpty()) {
            return TransactionError.INVALID_REQUEST;
        }
        if (init.timeoutMs() <= 0 || init.timeoutMs() > config.maxTimeoutMs()) {
            return TransactionError.INVALID_TRANSACTION_TIMEOUT;
        }
        Producer claimed = init.known();
        if (known == null || claimed == null) {
            return TransactionError.NONE;
        }
        ProducerIdentity identity = known.identity();
        boolean sameId = claimed.id() == identity.id();
        boolean rotatedAway =
                claimed.id() == identity.previousId()
                        && ProducerIdentity.isLastEpoch(claimed.epoch());
        boolean older = known.status() == TransactionStatus.ONGOING && !identity.is(claimed);
        return (sameId || rotatedAway) && !older
                ? TransactionError.NONE
                : TransactionError.PRODUCER_FENCED;
    }

    /** The identity to go on with; null for a producer that was fenced. */
    private static @Nullable ProducerIdentity next(ProducerIdentity identity, Init init) {
        Producer claimed = init.known();
        if (claimed != null && !identity.is(claimed)) {
            // What the producer asks for was done already, and the answer got lost.
            return claimed.epoch() == identity.lastEpoch() ? identity : null;
        }
        short last = claimed == null ? ProducerIdentity.NO_EPOCH : identity.epoch();
        return identity.isExhausted()
                ? identity.rotated(init.freshProducerId(), last)
                : identity.bumped(last);
    }
}
