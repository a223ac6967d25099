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

import java.util.LinkedHashMap;
import java.util.Map;

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

    /** The versions that brought the timestamps with a meaning of their own. */
    private static final Map<Long, Integer> SPECIAL_SINCE =
            Map.of(
                    ListOffsetsRequest.LATEST_TIMESTAMP,
                    0,
                    ListOffsetsRequest.EARLIEST_TIMESTAMP,
                    0,
                    ListOffsetsRequest.MAX_TIMESTAMP,
                    7,
                    ListOffsetsRequest.EARLIEST_LOCAL_TIMESTAMP,
                    8,
                    ListOffsetsRequest.LATEST_TIERED_TIMESTAMP,
                    9,
                    ListOffsetsRequest.EARLIEST_PENDING_UPLOAD_TIMESTAMP,
                    11);

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
            Map<Integer, ListOffsetsPartitionResponse> byIndex = new LinkedHashMap<>();
            for (ListOffsetsPartition asked : topic.partitions()) {
                ListOffsetsPartitionResponse answer =
                        isKnown(asked.timestamp(), context.apiVersion())
                                ? lookUp(
                                        partitions.find(topic.name(), asked.partitionIndex()),
                                        asked,
                                        committedOnly)
                                : failed(asked, Errors.UNSUPPORTED_VERSION);
                byIndex.merge(
                        asked.partitionIndex(),
                        tellsEpochs ? answer : answer.setLeaderEpoch(-1),
                        (_, _) -> failed(asked, Errors.INVALID_REQUEST));
            }
            answers.partitions().addAll(byIndex.values());
            response.topics().add(answers);
        }
        return Reply.of(response);
    }

    /** Whether a client of this version can mean something by a timestamp below 0. */
    private static boolean isKnown(long timestamp, short version) {
        int since = timestamp >= 0 ? 0 : SPECIAL_SINCE.getOrDefault(timestamp, Integer.MAX_VALUE);
        return version >= since;
    }

    private static ListOffsetsPartitionResponse failed(ListOffsetsPartition asked, Errors error) {
        return nothing(asked).setErrorCode(error.code());
    }

    private static ListOffsetsPartitionResponse nothing(ListOffsetsPartition asked) {
        return new ListOffsetsPartitionResponse()
                .setPartitionIndex(asked.partitionIndex())
                .setOffset(-1)
                .setTimestamp(-1)
                .setLeaderEpoch(-1);
    }

    private static ListOffsetsPartitionResponse lookUp(
            @Nullable Partition partition, ListOffsetsPartition asked, boolean committedOnly) {
        var answer = nothing(asked);
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
            // The largest number is what the log takes for "the largest timestamp of all".
            found(log.find(Math.min(timestamp, Long.MAX_VALUE - 1), committedOnly), answer);
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
