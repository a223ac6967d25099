package dev.reservoir.broker.api;

import dev.reservoir.broker.partition.Partition;
import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.log.FoundOffset;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException;

import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.jspecify.annotations.Nullable;

/**
 * ListOffsets (key 2, versions 1 to 11): earliest, latest, by timestamp, and the record with the
 * largest timestamp (KIP-734).
 *
 * <p>There is no tiered storage: the earliest local offset is the earliest one, and the tiered
 * look-ups find nothing, as in Kafka without it. "Latest" is the high watermark, and for readers of
 * committed records the last stable offset; nothing behind it is found.
 */
public final class ListOffsets implements Handler<ListOffsetsRequestData> {
    private static final short LEADER_EPOCHS_SINCE = 4;
    private static final byte READ_COMMITTED = 1;

    private final Partitions partitions;

    public ListOffsets(Partitions partitions) {
        this.partitions = partitions;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.LIST_OFFSETS;
    }

    @Override
    public Reply handle(RequestContext context, ListOffsetsRequestData request) {
        var response = new ListOffsetsResponseData();
        boolean tellsEpochs = context.apiVersion() >= LEADER_EPOCHS_SINCE;
        boolean committedOnly = request.isolationLevel() == READ_COMMITTED;
        for (var topic : request.topics()) {
            var answers = new ListOffsetsTopicResponse().setName(topic.name());
            for (ListOffsetsPartition asked : topic.partitions()) {
                ListOffsetsPartitionResponse answer =
                        lookUp(
                                partitions.find(topic.name(), asked.partitionIndex()),
                                asked,
                                committedOnly);
                answers.partitions().add(tellsEpochs ? answer : answer.setLeaderEpoch(-1));
            }
            response.topics().add(answers);
        }
        return Reply.of(response);
    }

    private static ListOffsetsPartitionResponse lookUp(
            @Nullable Partition partition, ListOffsetsPartition asked, boolean committedOnly) {
        var answer =
                new ListOffsetsPartitionResponse()
                        .setPartitionIndex(asked.partitionIndex())
                        .setOffset(-1)
                        .setTimestamp(-1)
                        .setLeaderEpoch(-1);
        if (partition == null) {
            return answer.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        }
        PartitionLog log = partition.log();
        Errors refusal = LeaderEpochs.check(asked.currentLeaderEpoch(), log);
        if (refusal != Errors.NONE) {
            return answer.setErrorCode(refusal.code());
        }
        try {
            find(log, asked.timestamp(), committedOnly, answer);
        } catch (StorageException e) {
            answer.setErrorCode(StorageErrors.of(e).code());
        }
        return answer;
    }

    private static void find(
            PartitionLog log,
            long timestamp,
            boolean committedOnly,
            ListOffsetsPartitionResponse answer)
            throws StorageException {
        Offsets offsets = log.offsets();
        if (timestamp == ListOffsetsRequest.EARLIEST_TIMESTAMP
                || timestamp == ListOffsetsRequest.EARLIEST_LOCAL_TIMESTAMP) {
            answer.setOffset(offsets.start()).setLeaderEpoch(log.epochAt(offsets.start()));
        } else if (timestamp == ListOffsetsRequest.LATEST_TIMESTAMP) {
            long latest = log.readable(committedOnly);
            answer.setOffset(latest).setLeaderEpoch(log.epochAt(latest));
        } else if (timestamp == ListOffsetsRequest.MAX_TIMESTAMP) {
            found(log.find(Long.MAX_VALUE, committedOnly), answer);
        } else if (timestamp >= 0) {
            found(log.find(timestamp, committedOnly), answer);
        }
    }

    private static void found(@Nullable FoundOffset found, ListOffsetsPartitionResponse answer) {
        if (found != null) {
            answer.setOffset(found.offset())
                    .setTimestamp(found.timestamp())
                    .setLeaderEpoch(found.leaderEpoch());
        }
    }
}
