package dev.reservoir.coord.transaction;

import dev.reservoir.coord.runner.Decision;
import dev.reservoir.coord.runner.Now;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.transaction.TransactionCommand.End;
import dev.reservoir.coord.transaction.TransactionCommand.PreparedResult;
import dev.reservoir.coord.transaction.TransactionCommand.ProducerResult;
import dev.reservoir.coord.transaction.TransactionCommand.Written;
import dev.reservoir.coord.transaction.TransactionEvent.HandedOver;
import dev.reservoir.coord.transaction.TransactionEvent.MarkersLeft;
import dev.reservoir.coord.transaction.TransactionEvent.WriterWaits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How transactions end: the outcome is decided and durable first, then the markers are written,
 * then the id is free for the next (KIP-98). A client that knows of it gets a new epoch with every
 * transaction (KIP-890).
 */
final class EndMachine {
    private static final Logger LOG = LoggerFactory.getLogger(EndMachine.class);

    /** Transactions handed over at once. */
    private static final int MAX_HANDED_OVER = 1_000;

    private final TransactionConfig config;

    EndMachine(TransactionConfig config) {
        this.config = config;
    }

    Decision<TransactionEvent> end(TransactionState state, long ticket, End end, Now now) {
        Transaction known = state.transaction(end.transactionalId());
        if (end.transactionalId().isEmpty()) {
            return failed(ticket, TransactionError.INVALID_REQUEST);
        }
        if (known == null) {
            return failed(ticket, TransactionError.INVALID_PRODUCER_ID_MAPPING);
        }
        Standing standing = Standing.of(known, end);
        TransactionError error = standing.check(known, end);
        if (error != TransactionError.NONE) {
            return failed(ticket, error);
        }
        if (known.status().isPrepared() && !standing.isRetry()) {
            // Its next transaction, which holds nothing yet.
            return new Draft(state)
                    .await(
                            known.id(),
                            ticket,
                            ProducerResult.failed(TransactionError.CONCURRENT_TRANSACTIONS),
                            now.tickMs() + config.waitMs())
                    .done();
        }
        if (standing.isRetry() || !begins(known, end)) {
            return Decision.answer(
                    ticket, ProducerResult.of(known.identity().completed().producer()));
        }
        ProducerIdentity next =
                end.bumpsEpoch()
                        ? known.identity().ending(end.freshProducerId())
                        : known.identity();
        short version = end.bumpsEpoch() ? Transaction.VERSION_2 : 0;
        Transaction begun =
                known.status() == TransactionStatus.ONGOING ? known : known.restarted(now.wallMs());
        return new Draft(state)
                .prepare(begun.prepared(end.commit(), next, version, now.wallMs()), now.wallMs())
                .answer(ticket, ProducerResult.of(next.completed().producer()))
                .done();
    }

    /** Whether there is something to end; an older client may end the same transaction twice. */
    private static boolean begins(Transaction known, End end) {
        return known.status() == TransactionStatus.ONGOING || end.bumpsEpoch();
    }

    private static Decision<TransactionEvent> failed(long ticket, TransactionError error) {
        return Decision.answer(ticket, ProducerResult.failed(error));
    }

    /**
     * How a request to end stands to what is known.
     *
     * @param isCurrent whether it comes from the producer that has the id
     * @param isRetry whether what it asks for was done, and its answer got lost
     */
    private record Standing(boolean isCurrent, boolean isRetry) {
        static Standing of(Transaction known, End end) {
            ProducerIdentity identity = known.identity();
            Producer producer = end.producer();
            boolean bumped =
                    end.bumpsEpoch()
                            && identity.id() == producer.id()
                            && identity.epoch() == producer.epoch() + 1
                            && !identity.isNobodys();
            boolean rotated =
                    end.bumpsEpoch()
                            && identity.previousId() == producer.id()
                            && ProducerIdentity.isLastEpoch(producer.epoch())
                            && identity.epoch() == 0;
            // Where no epoch came with the end, this one was given to another producer.
            boolean ended =
                    known.status() != TransactionStatus.ONGOING
                            && known.status() != TransactionStatus.EMPTY
                            && known.clientVersion() == Transaction.VERSION_2;
            boolean current = identity.is(producer) || identity.completed().is(producer);
            return new Standing(current, ended && (bumped || rotated));
        }

        TransactionError check(Transaction known, End end) {
            if (!isCurrent && !isRetry) {
                return known.identity().id() == end.producer().id()
                        ? TransactionError.PRODUCER_FENCED
                        : TransactionError.INVALID_PRODUCER_ID_MAPPING;
            }
            boolean same = known.status().isCommit() == end.commit();
            return switch (known.status()) {
                case ONGOING -> TransactionError.NONE;
                case PREPARE_COMMIT, PREPARE_ABORT -> checkPrepared(end, same);
                case COMPLETE_COMMIT, COMPLETE_ABORT ->
                        isRetry || !end.bumpsEpoch() ? okIf(same) : okIf(!end.commit());
                case EMPTY -> okIf(end.bumpsEpoch() && !end.commit());
            };
        }

        private TransactionError checkPrepared(End end, boolean same) {
            if (end.bumpsEpoch() && !isRetry) {
                return okIf(!end.commit());
            }
            return same
                    ? TransactionError.CONCURRENT_TRANSACTIONS
                    : TransactionError.INVALID_TXN_STATE;
        }

        private static TransactionError okIf(boolean holds) {
            return holds ? TransactionError.NONE : TransactionError.INVALID_TXN_STATE;
        }
    }

    /**
     * Who asks has told of all that was handed over before; what is left of it was told in vain, as
     * when the runner's queue was full, and is handed over again.
     */
    static Decision<TransactionEvent> awaitPrepared(TransactionState state, long ticket) {
        Draft draft = new Draft(state);
        draft.answer(state.writer(), new PreparedResult(null, List.of()));
        if (state.unwritten().isEmpty() && state.handedOver().isEmpty()) {
            return draft.event(new WriterWaits(ticket)).done();
        }
        List<Prepared> prepared =
                Stream.concat(state.handedOver().stream(), state.unwritten().stream())
                        .limit(MAX_HANDED_OVER)
                        .map(id -> state.prepared(Objects.requireNonNull(state.transaction(id))))
                        .toList();
        draft.event(
                new HandedOver(
                        prepared.stream()
                                .map(Prepared::transactionalId)
                                .collect(Collectors.toCollection(LinkedHashSet::new))));
        return draft.answer(ticket, new PreparedResult(null, prepared)).done();
    }

    Decision<TransactionEvent> written(
            TransactionState state, long ticket, Written written, Now now) {
        Transaction known = state.transaction(written.transactionalId());
        Draft draft = new Draft(state).answer(ticket, TransactionError.NONE);
        if (known == null
                || !known.status().isPrepared()
                || !known.producer().equals(written.producer())) {
            return draft.done();
        }
        return written.left().isEmpty()
                ? draft.complete(known, now.wallMs()).done()
                : draft.event(new MarkersLeft(known.id(), written.left()))
                        .timer(TransactionTimer.retry(known.id()), now.tickMs() + config.retryMs())
                        .done();
    }

    /** Its producer took too long, and may not go on. */
    static Decision<TransactionEvent> timeOut(TransactionState state, String id, Now now) {
        Transaction known = state.transaction(id);
        if (known == null || known.status() != TransactionStatus.ONGOING) {
            return clear(state, TransactionTimer.timeout(id)).done();
        }
        LOG.info(
                "Transaction of '{}' (producer {}, epoch {}) took longer than its timeout of {} ms"
                        + " and is aborted",
                id,
                known.identity().id(),
                known.identity().epoch(),
                known.times().timeoutMs());
        return new Draft(state)
                .prepare(
                        known.prepared(
                                false,
                                known.identity().fenced(),
                                Transaction.VERSION_2,
                                now.wallMs()),
                        now.wallMs())
                .done();
    }

    /** Markers that could not be written are handed over again. */
    static Decision<TransactionEvent> retry(TransactionState state, String id) {
        Transaction known = state.transaction(id);
        Draft draft = clear(state, TransactionTimer.retry(id));
        return known == null || !known.status().isPrepared()
                ? draft.done()
                : draft.handOver(known).done();
    }

    private static Draft clear(TransactionState state, TransactionTimer timer) {
        return new Draft(state).event(new TransactionEvent.TimerCleared(timer));
    }
}
