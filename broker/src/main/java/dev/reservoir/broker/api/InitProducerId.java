package dev.reservoir.broker.api;

import dev.reservoir.broker.metadata.ProducerIds;
import dev.reservoir.broker.net.ClientLog;
import dev.reservoir.meta.change.MetadataUnavailableException;

import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * InitProducerId (key 22, versions 0 to 5) for idempotent producers: a fresh id with epoch 0 each
 * time, as Kafka gives one that has no transactional id (KIP-360 lets such a producer bump its
 * epoch by itself). A transactional id is refused with INVALID_REQUEST: transactions are not
 * served.
 */
public final class InitProducerId implements Handler<InitProducerIdRequestData> {
    private static final Logger LOG = LoggerFactory.getLogger(InitProducerId.class);

    private final ProducerIds ids;
    private final ClientLog complaints;

    public InitProducerId(ProducerIds ids, ClientLog complaints) {
        this.ids = ids;
        this.complaints = complaints;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.INIT_PRODUCER_ID;
    }

    @Override
    public Reply handle(RequestContext context, InitProducerIdRequestData request) {
        if (request.transactionalId() != null) {
            complaints.warn(
                    LOG,
                    context.client(),
                    "transactional id",
                    () ->
                            "Refusing the transactional.id '%s' of client '%s' at %s: transactions are not served. Leave it out; enable.idempotence needs none"
                                    .formatted(
                                            request.transactionalId(),
                                            context.clientId(),
                                            context.client().getHostAddress()));
            return Reply.of(failed(Errors.INVALID_REQUEST));
        }
        return new Reply() {
            @Override
            public boolean isReady() {
                return ids.isReady();
            }

            @Override
            public ApiMessage await() throws InterruptedException {
                try {
                    return new InitProducerIdResponseData()
                            .setProducerId(ids.take())
                            .setProducerEpoch((short) 0);
                } catch (MetadataUnavailableException e) {
                    return failed(Errors.COORDINATOR_NOT_AVAILABLE);
                }
            }
        };
    }

    private static InitProducerIdResponseData failed(Errors error) {
        return new InitProducerIdResponseData()
                .setErrorCode(error.code())
                .setProducerId(-1)
                .setProducerEpoch((short) -1);
    }
}
