package dev.reservoir.broker.api;

import dev.reservoir.broker.partition.Partition;
import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.log.ActiveProducer;
import dev.reservoir.log.StorageException;

import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.DescribeProducersResponseData.PartitionResponse;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.message.DescribeProducersResponseData.TopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * DescribeProducers (key 61, version 0; KIP-664): the idempotent producers that partitions
 * remember, and where their open transactions begin.
 */
public final class DescribeProducers implements Handler<DescribeProducersRequestData> {
    private final Partitions partitions;

    public DescribeProducers(Partitions partitions) {
        this.partitions = partitions;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.DESCRIBE_PRODUCERS;
    }

    @Override
    public Reply handle(RequestContext context, DescribeProducersRequestData request) {
        var response = new DescribeProducersResponseData();
        for (var topic : request.topics()) {
            var answers = new TopicResponse().setName(topic.name());
            for (int index : topic.partitionIndexes()) {
                answers.partitions()
                        .add(
                                describe(partitions.find(topic.name(), index))
                                        .setPartitionIndex(index));
            }
            response.topics().add(answers);
        }
        return Reply.of(response);
    }

    private static PartitionResponse describe(@Nullable Partition partition) {
        var answer = new PartitionResponse();
        if (partition == null) {
            return answer.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code())
                    .setErrorMessage(Errors.UNKNOWN_TOPIC_OR_PARTITION.message());
        }
        try {
            for (ActiveProducer producer : partition.log().producers()) {
                answer.activeProducers().add(state(producer));
            }
            return answer;
        } catch (StorageException e) {
            return answer.setErrorCode(StorageErrors.of(e).code()).setErrorMessage(e.getMessage());
        }
    }

    private static ProducerState state(ActiveProducer producer) {
        return new ProducerState()
                .setProducerId(producer.producerId())
                .setProducerEpoch(producer.epoch())
                .setLastSequence(producer.lastSequence())
                .setLastTimestamp(producer.lastTimestamp())
                .setCoordinatorEpoch(producer.coordinatorEpoch())
                .setCurrentTxnStartOffset(producer.openFrom());
    }
}
