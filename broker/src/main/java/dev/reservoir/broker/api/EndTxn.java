package dev.reservoir.broker.api;

import dev.reservoir.broker.metadata.ProducerIds;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.transaction.TransactionCommand.End;
import dev.reservoir.coord.transaction.TransactionCommand.ProducerResult;
import dev.reservoir.coord.transaction.TransactionCoordinator;

import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * EndTxn (key 26, versions 0 to 5; an epoch for each transaction from version 5 on, KIP-890):
 * commits or aborts a transaction. Answered when the outcome is decided and durable; the markers
 * follow, and the producer's next transaction waits for them.
 */
public final class EndTxn implements Handler<EndTxnRequestData> {
    private static final int BUMPS_EPOCH_SINCE = 5;
    private static final int FENCED_SINCE = 2;

    private static final long NO_ID = -1;

    private final TransactionCoordinator coordinator;
    private final ProducerIds ids;

    public EndTxn(TransactionCoordinator coordinator, ProducerIds ids) {
        this.coordinator = coordinator;
        this.ids = ids;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.END_TXN;
    }

    @Override
    public Reply handle(RequestContext context, EndTxnRequestData request) {
        short version = context.apiVersion();
        boolean bumpsEpoch = version >= BUMPS_EPOCH_SINCE;
        if (!bumpsEpoch || !End.needsFreshId(request.producerEpoch())) {
            return end(request, bumpsEpoch, NO_ID, version);
        }
        return new FreshIdReply(ids, id -> end(request, true, id, version), EndTxn::failed);
    }

    private Reply end(EndTxnRequestData request, boolean bumpsEpoch, long freshId, short version) {
        String id = request.transactionalId();
        Producer producer = new Producer(request.producerId(), request.producerEpoch());
        return CoordinatorReply.of(
                coordinator.ask(
                        id, new End(id, producer, request.committed(), bumpsEpoch, freshId)),
                result -> answer(result, version));
    }

    private static EndTxnResponseData answer(ProducerResult result, short version) {
        return new EndTxnResponseData()
                .setErrorCode(TransactionErrors.of(result.error(), version, FENCED_SINCE).code())
                .setProducerId(result.producerId())
                .setProducerEpoch(result.epoch());
    }

    private static EndTxnResponseData failed(short error) {
        return new EndTxnResponseData().setErrorCode(error);
    }
}
