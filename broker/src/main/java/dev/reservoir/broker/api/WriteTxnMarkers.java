package dev.reservoir.broker.api;

import dev.reservoir.broker.transaction.Markers;
import dev.reservoir.broker.transaction.Markers.Problem;
import dev.reservoir.broker.transaction.Markers.Result;
import dev.reservoir.broker.transaction.Markers.Writing;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.transaction.TransactionPartition;
import dev.reservoir.wire.batch.TransactionMarker;

import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerPartitionResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * WriteTxnMarkers (key 27, versions 1 and 2): ends transactions in partitions of this broker.
 * Within a broker the coordinator needs no request for it; an administrator ends a hanging
 * transaction of another cluster's past by it (KIP-664, {@code kafka-transactions abort}). Answered
 * when the markers are durable.
 */
public final class WriteTxnMarkers implements Handler<WriteTxnMarkersRequestData> {
    private final Markers markers;

    public WriteTxnMarkers(Markers markers) {
        this.markers = markers;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.WRITE_TXN_MARKERS;
    }

    @Override
    public Reply handle(RequestContext context, WriteTxnMarkersRequestData request)
            throws InterruptedException {
        List<Asked> asked = new ArrayList<>();
        for (WritableTxnMarker marker : request.markers()) {
            Set<TransactionPartition> targets = new LinkedHashSet<>();
            marker.topics()
                    .forEach(topic ->
                            topic.partitionIndexes()
                                    .forEach(index ->
                                            targets.add(
                                                    new TransactionPartition(
                                                            topic.name(), index))));
            asked.add(
                    new Asked(
                            marker.producerId(),
                            markers.write(
                                    new Producer(marker.producerId(), marker.producerEpoch()),
                                    new TransactionMarker(
                                            marker.transactionResult(), marker.coordinatorEpoch()),
                                    targets)));
        }
        return new Answer(asked);
    }

    private record Asked(long producerId, Writing writing) {}

    private record Answer(List<Asked> asked) implements Reply {
        @Override
        public boolean isReady() {
            return asked.stream().allMatch(one -> one.writing().isReady());
        }

        @Override
        public ApiMessage await() throws InterruptedException {
            var response = new WriteTxnMarkersResponseData();
            for (Asked one : asked) {
                var result = new WritableTxnMarkerResult().setProducerId(one.producerId());
                for (Result written : one.writing().await()) {
                    add(result, written);
                }
                response.markers().add(result);
            }
            return response;
        }
    }

    private static void add(WritableTxnMarkerResult result, Result written) {
        List<WritableTxnMarkerTopicResult> topics = result.topics();
        String name = written.partition().topic();
        if (topics.isEmpty() || !topics.getLast().name().equals(name)) {
            topics.add(new WritableTxnMarkerTopicResult().setName(name));
        }
        topics.getLast()
                .partitions()
                .add(
                        new WritableTxnMarkerPartitionResult()
                                .setPartitionIndex(written.partition().index())
                                .setErrorCode(error(written.problem()).code()));
    }

    private static Errors error(@Nullable Problem problem) {
        return switch (problem) {
            case null -> Errors.NONE;
            case GONE -> Errors.UNKNOWN_TOPIC_OR_PARTITION;
            case FENCED -> Errors.INVALID_PRODUCER_EPOCH;
            case COORDINATOR_FENCED -> Errors.TRANSACTION_COORDINATOR_FENCED;
            case UNAVAILABLE -> Errors.KAFKA_STORAGE_ERROR;
        };
    }
}
