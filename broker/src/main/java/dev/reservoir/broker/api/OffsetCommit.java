package dev.reservoir.broker.api;

import dev.reservoir.coord.group.CommitResult;
import dev.reservoir.coord.group.GroupCommand.Commit;
import dev.reservoir.coord.group.GroupCommand.Commit.ToCommit;
import dev.reservoir.coord.group.GroupCoordinator;
import dev.reservoir.coord.group.GroupError;
import dev.reservoir.coord.group.Identity;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicImage;

import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * OffsetCommit (key 8, versions 2 to 10; topic ids from version 10 on): saves a group's offsets.
 * Answered when they are durable.
 *
 * <p>The topic's id is kept with the offset in every version, so that the offsets of a topic that
 * was deleted are not mistaken for those of a new one with its name.
 */
public final class OffsetCommit implements Handler<OffsetCommitRequestData> {
    private static final int FIRST_THAT_KNOWS_MISSING_GROUPS = 9;
    private static final int FIRST_WITH_TOPIC_IDS = 10;

    private final GroupCoordinator coordinator;
    private final Supplier<MetadataImage> metadata;

    public OffsetCommit(GroupCoordinator coordinator, Supplier<MetadataImage> metadata) {
        this.coordinator = coordinator;
        this.metadata = metadata;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.OFFSET_COMMIT;
    }

    @Override
    public Reply handle(RequestContext context, OffsetCommitRequestData request) {
        Commits commits = new Commits();
        MetadataImage image = metadata.get();
        boolean byId = context.apiVersion() >= FIRST_WITH_TOPIC_IDS;
        for (OffsetCommitRequestTopic asked : request.topics()) {
            TopicImage topic =
                    byId
                            ? image.topic(TopicIds.toJava(asked.topicId()))
                            : image.topic(asked.name());
            commits.add(asked, topic, byId);
        }
        if (commits.offsets.isEmpty()) {
            return Reply.of(commits.response);
        }
        GroupError missing =
                context.apiVersion() >= FIRST_THAT_KNOWS_MISSING_GROUPS
                        ? GroupError.GROUP_ID_NOT_FOUND
                        : GroupError.ILLEGAL_GENERATION;
        Commit commit =
                new Commit(
                        request.groupId(),
                        new Identity(request.memberId(), request.groupInstanceId()),
                        request.generationIdOrMemberEpoch(),
                        missing,
                        request.retentionTimeMs(),
                        commits.offsets);
        return CoordinatorReply.of(coordinator.ask(request.groupId(), commit), commits::answer);
    }

    /** The offsets of one request, and the response's partitions that wait for their results. */
    private static final class Commits {
        private final List<ToCommit> offsets = new ArrayList<>();
        private final List<OffsetCommitResponsePartition> waiting = new ArrayList<>();
        private final OffsetCommitResponseData response = new OffsetCommitResponseData();

        void add(OffsetCommitRequestTopic asked, @Nullable TopicImage topic, boolean byId) {
            var answers =
                    new OffsetCommitResponseTopic()
                            .setName(asked.name())
                            .setTopicId(asked.topicId());
            Errors unknown =
                    byId && topic == null
                            ? Errors.UNKNOWN_TOPIC_ID
                            : Errors.UNKNOWN_TOPIC_OR_PARTITION;
            for (OffsetCommitRequestPartition offset : asked.partitions()) {
                int index = offset.partitionIndex();
                var answer = new OffsetCommitResponsePartition().setPartitionIndex(index);
                if (topic == null || index < 0 || index >= topic.partitionCount()) {
                    answer.setErrorCode(unknown.code());
                } else {
                    offsets.add(toCommit(topic, offset));
                    waiting.add(answer);
                }
                answers.partitions().add(answer);
            }
            response.topics().add(answers);
        }

        private static ToCommit toCommit(TopicImage topic, OffsetCommitRequestPartition offset) {
            return new ToCommit(
                    topic.name(),
                    offset.partitionIndex(),
                    offset.committedOffset(),
                    offset.committedLeaderEpoch(),
                    offset.committedMetadata(),
                    topic.id());
        }

        ApiMessage answer(CommitResult result) {
            for (int i = 0; i < waiting.size(); i++) {
                waiting.get(i).setErrorCode(GroupErrors.code(result.offsets().get(i)));
            }
            return response;
        }
    }
}
