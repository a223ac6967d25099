package dev.reservoir.broker.api;

import dev.reservoir.broker.net.ClientLog;
import dev.reservoir.broker.partition.Partitions;

import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

import java.time.InstantSource;

/**
 * Produce (key 0, versions 3 to 13; 0 to 2 are advertised, as Kafka does for old librdkafka, and
 * refused).
 *
 * <p>Each partition's one batch is appended where it lies in the request and answered when it is
 * durable; {@code acks=1} takes the same road as {@code acks=all}, {@code acks=0} gets no answer
 * and an error closes the connection. Transactional batches are refused with INVALID_TXN_STATE.
 *
 * <p>Deviation: compressed batches are not opened, so a timestamp outside the allowed range is
 * found by the batch header alone.
 */
public final class Produce implements Handler<ProduceRequestData> {
    private static final short ADVERTISED_MIN = 0;

    private final Partitions partitions;
    private final InstantSource clock;
    private final ClientLog complaints;

    public Produce(Partitions partitions, InstantSource clock, ClientLog complaints) {
        this.partitions = partitions;
        this.clock = clock;
        this.complaints = complaints;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.PRODUCE;
    }

    @Override
    public short minVersion() {
        return ADVERTISED_MIN;
    }

    @Override
    public Reply handle(RequestContext context, ProduceRequestData request)
            throws InterruptedException {
        ProduceReply reply = new ProduceReply(context, request, clock, complaints);
        reply.appendAll(partitions);
        return reply;
    }
}
