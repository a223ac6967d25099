package dev.reservoir.broker.api;

import dev.reservoir.coord.runner.PendingReply;
import dev.reservoir.coord.transaction.TransactionCommand.Describe;
import dev.reservoir.coord.transaction.TransactionCommand.DescribeResult;
import dev.reservoir.coord.transaction.TransactionCommand.Described;
import dev.reservoir.coord.transaction.TransactionCoordinator;

import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TopicData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TransactionState;
import org.apache.kafka.common.protocol.ApiKeys;

import java.util.List;

/** DescribeTransactions (key 65, version 0; KIP-664): where transactional ids stand. */
public final class DescribeTransactions implements Handler<DescribeTransactionsRequestData> {
    private final TransactionCoordinator coordinator;

    public DescribeTransactions(TransactionCoordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.DESCRIBE_TRANSACTIONS;
    }

    @Override
    public Reply handle(RequestContext context, DescribeTransactionsRequestData request) {
        List<String> ids = request.transactionalIds();
        List<PendingReply<DescribeResult>> parts =
                ids.stream().map(id -> coordinator.ask(id, new Describe(id))).toList();
        return new CoordinatorReply<>(parts, results -> response(ids, results));
    }

    private static DescribeTransactionsResponseData response(
            List<String> ids, List<DescribeResult> results) {
        var response = new DescribeTransactionsResponseData();
        for (int i = 0; i < ids.size(); i++) {
            var state = new TransactionState().setTransactionalId(ids.get(i));
            Described described = results.get(i).description();
            response.transactionStates()
                    .add(
                            described == null
                                    ? state.setErrorCode(
                                            TransactionErrors.of(results.get(i).error()).code())
                                    : state(state, described));
        }
        return response;
    }

    private static TransactionState state(TransactionState state, Described described) {
        described
                .partitions()
                .forEach((topic, indexes) ->
                        state.topics().add(new TopicData().setTopic(topic).setPartitions(indexes)));
        return state.setProducerId(described.producer().id())
                .setProducerEpoch(described.producer().epoch())
                .setTransactionState(described.title())
                .setTransactionTimeoutMs(described.timeoutMs())
                .setTransactionStartTimeMs(described.startedMs());
    }
}
