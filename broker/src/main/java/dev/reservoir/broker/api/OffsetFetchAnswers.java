package dev.reservoir.broker.api;

import dev.reservoir.coord.group.FetchResult;
import dev.reservoir.coord.group.GroupCommand.Fetch.Wanted;
import dev.reservoir.coord.group.GroupError;
import dev.reservoir.coord.record.OffsetValue;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicImage;

import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartition;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopic;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Puts what a group has committed into the shape of an OffsetFetch response. */
final class OffsetFetchAnswers {
    private static final int FIRST_WITH_GROUP_ERROR = 2;

    private final MetadataImage image;
    private final boolean byId;

    /**
     * @param image the topics of the moment when the request came
     * @param byId whether topics are named by their ids
     */
    OffsetFetchAnswers(MetadataImage image, boolean byId) {
        this.image = image;
        this.byId = byId;
    }

    /** What to ask the coordinator for; null for an id that no topic has. */
    @Nullable Wanted wanted(OffsetFetchRequestTopics asked) {
        TopicImage topic = known(asked);
        if (topic == null) {
            return byId ? null : new Wanted(asked.name(), null, asked.partitionIndexes());
        }
        return new Wanted(topic.name(), topic.id(), asked.partitionIndexes());
    }

    private @Nullable TopicImage known(OffsetFetchRequestTopics asked) {
        return byId ? image.topic(TopicIds.toJava(asked.topicId())) : image.topic(asked.name());
    }

    OffsetFetchResponseGroup group(OffsetFetchRequestGroup asked, FetchResult result) {
        var answer = new OffsetFetchResponseGroup().setGroupId(asked.groupId());
        if (result.error() != GroupError.NONE) {
            return answer.setErrorCode(GroupErrors.code(result.error()));
        }
        return answer.setTopics(
                asked.topics() == null ? all(result) : some(asked.topics(), result));
    }

    /** Topics that are gone cannot be named by id, and are left out. */
    private List<OffsetFetchResponseTopics> all(FetchResult result) {
        List<OffsetFetchResponseTopics> topics = new ArrayList<>();
        for (FetchResult.Topic found : result.topics()) {
            TopicImage topic = image.topic(found.name());
            if (!byId) {
                topics.add(topic(found).setName(found.name()));
            } else if (topic != null) {
                topics.add(topic(found).setTopicId(TopicIds.toKafka(topic.id())));
            }
        }
        return topics;
    }

    /** In the order of the request; the result holds those of them that are known. */
    private List<OffsetFetchResponseTopics> some(
            List<OffsetFetchRequestTopics> asked, FetchResult result) {
        List<OffsetFetchResponseTopics> topics = new ArrayList<>();
        Iterator<FetchResult.Topic> found = result.topics().iterator();
        for (OffsetFetchRequestTopics topic : asked) {
            var answer =
                    byId && known(topic) == null
                            ? failed(topic, Errors.UNKNOWN_TOPIC_ID)
                            : topic(found.next());
            topics.add(answer.setName(topic.name()).setTopicId(topic.topicId()));
        }
        return topics;
    }

    private static OffsetFetchResponseTopics topic(FetchResult.Topic found) {
        return new OffsetFetchResponseTopics()
                .setPartitions(
                        found.partitions().stream().map(OffsetFetchAnswers::partition).toList());
    }

    private static OffsetFetchResponsePartitions partition(FetchResult.Partition found) {
        OffsetValue committed = found.committed();
        var answer = none(found.index()).setErrorCode(GroupErrors.code(found.error()));
        return committed == null
                ? answer
                : answer.setCommittedOffset(committed.offset())
                        .setCommittedLeaderEpoch(committed.leaderEpoch())
                        .setMetadata(committed.metadata());
    }

    private static OffsetFetchResponseTopics failed(OffsetFetchRequestTopics asked, Errors error) {
        return new OffsetFetchResponseTopics()
                .setPartitions(
                        asked.partitionIndexes().stream()
                                .map(index -> none(index).setErrorCode(error.code()))
                                .toList());
    }

    private static OffsetFetchResponsePartitions none(int index) {
        return new OffsetFetchResponsePartitions()
                .setPartitionIndex(index)
                .setCommittedOffset(-1)
                .setCommittedLeaderEpoch(-1)
                .setMetadata("");
    }

    /**
     * The response of a version with one group. Version 1 has no error for all: it stands at every
     * partition.
     */
    static ApiMessage single(
            OffsetFetchResponseGroup group, OffsetFetchRequestGroup asked, short version) {
        var response = new OffsetFetchResponseData();
        Errors error = Errors.forCode(group.errorCode());
        List<OffsetFetchResponseTopics> topics = group.topics();
        List<OffsetFetchRequestTopics> wanted = asked.topics();
        if (version >= FIRST_WITH_GROUP_ERROR) {
            response.setErrorCode(error.code());
        } else if (error != Errors.NONE && wanted != null) {
            topics =
                    wanted.stream()
                            .map(topic -> failed(topic, error).setName(topic.name()))
                            .toList();
        }
        for (OffsetFetchResponseTopics topic : topics) {
            response.topics()
                    .add(
                            new OffsetFetchResponseTopic()
                                    .setName(topic.name())
                                    .setPartitions(
                                            topic.partitions().stream()
                                                    .map(OffsetFetchAnswers::single)
                                                    .toList()));
        }
        return response;
    }

    private static OffsetFetchResponsePartition single(OffsetFetchResponsePartitions partition) {
        return new OffsetFetchResponsePartition()
                .setPartitionIndex(partition.partitionIndex())
                .setCommittedOffset(partition.committedOffset())
                .setCommittedLeaderEpoch(partition.committedLeaderEpoch())
                .setMetadata(partition.metadata())
                .setErrorCode(partition.errorCode());
    }
}
