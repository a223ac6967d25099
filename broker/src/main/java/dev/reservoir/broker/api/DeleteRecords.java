package dev.reservoir.broker.api;

import dev.reservoir.broker.partition.Partition;
import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.log.Completion;
import dev.reservoir.log.OffsetOutOfRangeException;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException;
import dev.reservoir.meta.TopicNames;

import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * DeleteRecords (key 21, versions 0 to 2; KIP-107): moves the start of logs. Answered when the move
 * is durable. Refused for the coordinators' topics and where {@code cleanup.policy} has no {@code
 * delete}.
 */
public final class DeleteRecords implements Handler<DeleteRecordsRequestData> {
    private final Partitions partitions;
    private final InstantSource clock;

    public DeleteRecords(Partitions partitions, InstantSource clock) {
        this.partitions = partitions;
        this.clock = clock;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.DELETE_RECORDS;
    }

    @Override
    public Reply handle(RequestContext context, DeleteRecordsRequestData request) {
        Moves moves = new Moves(clock, clock.millis() + request.timeoutMs());
        for (var topic : request.topics()) {
            var result = new DeleteRecordsTopicResult().setName(topic.name());
            for (DeleteRecordsPartition asked : topic.partitions()) {
                var answer =
                        new DeleteRecordsPartitionResult()
                                .setPartitionIndex(asked.partitionIndex())
                                .setLowWatermark(-1);
                moves.begin(
                        partitions.find(topic.name(), asked.partitionIndex()),
                        asked.offset(),
                        answer);
                result.partitions().add(answer);
            }
            moves.response.topics().add(result);
        }
        return moves;
    }

    /** The moves of one request, under way. */
    private static final class Moves implements Reply {
        private record Move(
                PartitionLog log, Completion completion, DeleteRecordsPartitionResult answer) {}

        private final InstantSource clock;
        private final long deadline;
        private final DeleteRecordsResponseData response = new DeleteRecordsResponseData();
        private final List<Move> moves = new ArrayList<>();

        Moves(InstantSource clock, long deadline) {
            this.clock = clock;
            this.deadline = deadline;
        }

        void begin(
                @Nullable Partition partition, long offset, DeleteRecordsPartitionResult answer) {
            if (partition == null) {
                answer.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
                return;
            }
            if (TopicNames.isInternal(partition.log().id().topicName())) {
                answer.setErrorCode(Errors.INVALID_TOPIC_EXCEPTION.code());
                return;
            }
            if (!partition.log().config().retention().delete()) {
                answer.setErrorCode(Errors.POLICY_VIOLATION.code());
                return;
            }
            try {
                moves.add(new Move(partition.log(), partition.log().deleteBefore(offset), answer));
            } catch (OffsetOutOfRangeException e) {
                answer.setErrorCode(Errors.OFFSET_OUT_OF_RANGE.code());
            } catch (StorageException e) {
                answer.setErrorCode(StorageErrors.of(e).code());
            }
        }

        @Override
        public boolean isReady() {
            return clock.millis() >= deadline
                    || moves.stream().allMatch(move -> move.completion.isDone());
        }

        @Override
        public ApiMessage await() throws InterruptedException {
            for (Move move : moves) {
                try {
                    if (move.completion.await(Math.max(0, deadline - clock.millis()))) {
                        move.answer.setLowWatermark(move.log.offsets().start());
                    } else {
                        move.answer.setErrorCode(Errors.REQUEST_TIMED_OUT.code());
                    }
                } catch (StorageException e) {
                    move.answer.setErrorCode(StorageErrors.of(e).code());
                }
            }
            return response;
        }
    }
}
