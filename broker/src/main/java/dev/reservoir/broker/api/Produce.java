package dev.reservoir.broker.api;

import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.coord.transaction.TransactionCoordinator;

import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

import java.time.InstantSource;

/**
 * Produce (key 0, versions 3 to 13; 0 to 2 are advertised, as Kafka does for old librdkafka, and
 * refused).
 *
 * <p>Each partition's one batch is appended where it lies in the request and answered when it is
 * durable; {@code acks=1} takes the same road as {@code acks=all}, {@code acks=0} gets no answer
 * and an error closes the connection. The first batch of a transaction in a partition is written
 * when the coordinator has said that the partition is part of it; from version 12 on it becomes
 * part of it by this request (KIP-890).
 *
 * <p>Deviation: compressed batches are not opened where their header suffices ({@code
 * docs/KAFKA.md}).
 */
public final class Produce implements Handler<ProduceRequestData> {
    private static final short ADVERTISED_MIN = 0;

    private final Partitions partitions;
    private final TransactionCoordinator transactions;
    private final InstantSource clock;

    public Produce(
            Partitions partitions, TransactionCoordinator transactions, InstantSource clock) {
        this.partitions = partitions;
        this.transactions = transactions;
        this.clock = clock;
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
    public Reply handle(RequestContext context, ProduceRequestData request) {
        return new ProduceReply(
                context,
                request,
                partitions,
                Membership.ask(transactions, partitions, request, context.apiVersion()),
                clock);
    }
}
