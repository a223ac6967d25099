package dev.reservoir.broker.api;

import dev.reservoir.broker.metadata.ProducerIds;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.transaction.TransactionCommand.Init;
import dev.reservoir.coord.transaction.TransactionCommand.ProducerResult;
import dev.reservoir.coord.transaction.TransactionCoordinator;

import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * InitProducerId (key 22, versions 0 to 5; KIP-98, KIP-360). A producer without a transactional id
 * gets a fresh id with epoch 0 each time, as in Kafka: it bumps its epoch by itself. One with a
 * transactional id gets an epoch above all before it; what an earlier one left open is aborted
 * first.
 *
 * <p>Deviation: the request waits for that, a second at most, where Kafka answers
 * CONCURRENT_TRANSACTIONS at once.
 */
public final class InitProducerId implements Handler<InitProducerIdRequestData> {
    private static final int FENCED_SINCE = 4;
    private static final long NO_ID = -1;
    private static final short NO_EPOCH = -1;

    private final TransactionCoordinator coordinator;
    private final ProducerIds ids;

    public InitProducerId(TransactionCoordinator coordinator, ProducerIds ids) {
        this.coordinator = coordinator;
        this.ids = ids;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.INIT_PRODUCER_ID;
    }

    @Override
    public Reply handle(RequestContext context, InitProducerIdRequestData request) {
        String transactionalId = request.transactionalId();
        boolean hasId = request.producerId() != NO_ID;
        boolean hasEpoch = request.producerEpoch() != NO_EPOCH;
        if (hasId != hasEpoch || (transactionalId != null && transactionalId.isEmpty())) {
            return Reply.of(failed(Errors.INVALID_REQUEST.code()));
        }
        if (transactionalId == null) {
            return new FreshIdReply(
                    ids,
                    id -> Reply.of(answer(Errors.NONE, id, (short) 0)),
                    InitProducerId::failed);
        }
        Producer known = hasId ? new Producer(request.producerId(), request.producerEpoch()) : null;
        return new FreshIdReply(
                ids,
                id -> init(context, transactionalId, request.transactionTimeoutMs(), known, id),
                InitProducerId::failed);
    }

    private Reply init(
            RequestContext context,
            String transactionalId,
            int timeoutMs,
            @Nullable Producer known,
            long freshId) {
        return CoordinatorReply.of(
                coordinator.ask(
                        transactionalId, new Init(transactionalId, timeoutMs, known, freshId)),
                result -> answer(result, context.apiVersion()));
    }

    private static InitProducerIdResponseData answer(ProducerResult result, short version) {
        return answer(
                TransactionErrors.of(result.error(), version, FENCED_SINCE),
                result.producerId(),
                result.epoch());
    }

    private static InitProducerIdResponseData answer(Errors error, long id, short epoch) {
        return new InitProducerIdResponseData()
                .setErrorCode(error.code())
                .setProducerId(id)
                .setProducerEpoch(epoch);
    }

    private static InitProducerIdResponseData failed(short error) {
        return answer(Errors.forCode(error), NO_ID, NO_EPOCH);
    }
}
