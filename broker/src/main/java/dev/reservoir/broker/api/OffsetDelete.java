package dev.reservoir.broker.api;

import dev.reservoir.coord.group.DeleteOffsetsResult;
import dev.reservoir.coord.group.GroupCommand.DeleteOffsets;
import dev.reservoir.coord.group.GroupCoordinator;
import dev.reservoir.coord.group.GroupError;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicImage;

import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponsePartition;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * OffsetDelete (key 47, version 0; KIP-496): forgets a group's offsets for partitions of topics
 * that it does not read.
 */
public final class OffsetDelete implements Handler<OffsetDeleteRequestData> {
    private final GroupCoordinator coordinator;
    private final Supplier<MetadataImage> metadata;

    public OffsetDelete(GroupCoordinator coordinator, Supplier<MetadataImage> metadata) {
        this.coordinator = coordinator;
        this.metadata = metadata;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.OFFSET_DELETE;
    }

    @Override
    public Reply handle(RequestContext context, OffsetDeleteRequestData request) {
        MetadataImage image = metadata.get();
        Map<String, List<Integer>> known = new LinkedHashMap<>();
        for (OffsetDeleteRequestTopic topic : request.topics()) {
            for (OffsetDeleteRequestPartition partition : topic.partitions()) {
                if (exists(image, topic.name(), partition.partitionIndex())) {
                    known.computeIfAbsent(topic.name(), _ -> new ArrayList<>())
                            .add(partition.partitionIndex());
                }
            }
        }
        return CoordinatorReply.of(
                coordinator.ask(request.groupId(), new DeleteOffsets(request.groupId(), known)),
                result -> response(request, image, result));
    }

    private static boolean exists(MetadataImage image, String name, int partition) {
        TopicImage topic = image.topic(name);
        return topic != null && partition >= 0 && partition < topic.partitionCount();
    }

    private static OffsetDeleteResponseData response(
            OffsetDeleteRequestData request, MetadataImage image, DeleteOffsetsResult result) {
        var response =
                new OffsetDeleteResponseData().setErrorCode(GroupErrors.code(result.error()));
        if (result.error() != GroupError.NONE) {
            return response;
        }
        for (OffsetDeleteRequestTopic topic : request.topics()) {
            var answers = new OffsetDeleteResponseTopic().setName(topic.name());
            for (OffsetDeleteRequestPartition partition : topic.partitions()) {
                int index = partition.partitionIndex();
                Errors error =
                        !exists(image, topic.name(), index)
                                ? Errors.UNKNOWN_TOPIC_OR_PARTITION
                                : result.subscribed().contains(topic.name())
                                        ? Errors.GROUP_SUBSCRIBED_TO_TOPIC
                                        : Errors.NONE;
                answers.partitions()
                        .add(
                                new OffsetDeleteResponsePartition()
                                        .setPartitionIndex(index)
                                        .setErrorCode(error.code()));
            }
            response.topics().add(answers);
        }
        return response;
    }
}
