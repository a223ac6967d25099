package dev.reservoir.broker.api;

import dev.reservoir.broker.partition.Partition;
import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.log.EpochEnd;
import dev.reservoir.log.StorageException;

import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.OffsetForLeaderTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * OffsetForLeaderEpoch (key 23, versions 2 to 4; KIP-101, KIP-320): where a leader epoch ended, so
 * that a consumer notices a cut.
 */
public final class OffsetForLeaderEpoch implements Handler<OffsetForLeaderEpochRequestData> {
    private final Partitions partitions;

    public OffsetForLeaderEpoch(Partitions partitions) {
        this.partitions = partitions;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.OFFSET_FOR_LEADER_EPOCH;
    }

    @Override
    public Reply handle(RequestContext context, OffsetForLeaderEpochRequestData request) {
        var response = new OffsetForLeaderEpochResponseData();
        for (var topic : request.topics()) {
            var result = new OffsetForLeaderTopicResult().setTopic(topic.topic());
            topic.partitions().forEach(asked -> result.partitions().add(end(topic.topic(), asked)));
            response.topics().add(result);
        }
        return Reply.of(response);
    }

    private EpochEndOffset end(String topic, OffsetForLeaderPartition asked) {
        var answer =
                new EpochEndOffset()
                        .setPartition(asked.partition())
                        .setLeaderEpoch(-1)
                        .setEndOffset(-1);
        Partition partition = partitions.find(topic, asked.partition());
        if (partition == null) {
            return answer.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        }
        Errors refusal = LeaderEpochs.check(asked.currentLeaderEpoch(), partition.log());
        if (refusal != Errors.NONE) {
            return answer.setErrorCode(refusal.code());
        }
        try {
            EpochEnd end = partition.log().epochEnd(asked.leaderEpoch());
            return answer.setLeaderEpoch(end.epoch()).setEndOffset(end.offset());
        } catch (StorageException e) {
            return answer.setErrorCode(StorageErrors.of(e).code());
        }
    }
}
