package dev.reservoir.broker.api;

import dev.reservoir.coord.group.GroupCoordinator;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.transaction.TransactionCommand.AddPartitions;
import dev.reservoir.coord.transaction.TransactionCoordinator;
import dev.reservoir.coord.transaction.TransactionPartition;
import dev.reservoir.meta.TopicNames;

import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

import java.util.Collections;
import java.util.TreeSet;

/**
 * AddOffsetsToTxn (key 25, versions 0 to 4): the partition of {@code __consumer_offsets} that holds
 * a group becomes part of a transaction. Newer clients leave it out (KIP-890).
 */
public final class AddOffsetsToTxn implements Handler<AddOffsetsToTxnRequestData> {
    private static final int FENCED_SINCE = 2;

    private final TransactionCoordinator coordinator;
    private final GroupCoordinator groups;

    public AddOffsetsToTxn(TransactionCoordinator coordinator, GroupCoordinator groups) {
        this.coordinator = coordinator;
        this.groups = groups;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.ADD_OFFSETS_TO_TXN;
    }

    @Override
    public Reply handle(RequestContext context, AddOffsetsToTxnRequestData request) {
        String id = request.transactionalId();
        var partition =
                new TransactionPartition(
                        TopicNames.CONSUMER_OFFSETS, groups.shardOf(request.groupId()));
        var command =
                new AddPartitions(
                        id,
                        new Producer(request.producerId(), request.producerEpoch()),
                        new TreeSet<>(Collections.singleton(partition)));
        return CoordinatorReply.of(
                coordinator.ask(id, command),
                error ->
                        new AddOffsetsToTxnResponseData()
                                .setErrorCode(
                                        TransactionErrors.of(
                                                        error, context.apiVersion(), FENCED_SINCE)
                                                .code()));
    }
}
