package dev.reservoir.broker.api;

import dev.reservoir.meta.change.Metadata;
import dev.reservoir.meta.change.MetadataCommand;
import dev.reservoir.meta.change.MetadataError;
import dev.reservoir.meta.change.MetadataReply;
import dev.reservoir.meta.change.Outcome;
import dev.reservoir.meta.change.TopicSelector;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsResponseData.DeletableTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * DeleteTopics (key 20, versions 1 to 6).
 *
 * <p>Topics are named by name, from version 6 on by id as well (KIP-516). A topic is gone when the
 * answer comes; its files go in the background. Results stand in the order of the request, errors
 * first; Kafka shuffles them.
 */
public final class DeleteTopics implements Handler<DeleteTopicsRequestData> {
    private static final short IDS_SINCE = 6;
    private static final short DISABLED_ERROR_SINCE = 3;

    private final Metadata metadata;

    public DeleteTopics(Metadata metadata) {
        this.metadata = metadata;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.DELETE_TOPICS;
    }

    @Override
    public Reply handle(RequestContext context, DeleteTopicsRequestData request) {
        List<TopicSelector> topics = new ArrayList<>();
        if (context.apiVersion() >= IDS_SINCE) {
            request.topics()
                    .forEach(topic ->
                            topics.add(new TopicSelector(topic.name(), id(topic.topicId()))));
        } else {
            request.topicNames().forEach(name -> topics.add(new TopicSelector(name, null)));
        }
        return new MetadataChange<>(
                metadata.submit(new MetadataCommand.DeleteTopics(topics)),
                reply -> response(reply, context.apiVersion()));
    }

    private static @Nullable UUID id(Uuid id) {
        return id.equals(Uuid.ZERO_UUID) ? null : TopicIds.toJava(id);
    }

    private static DeleteTopicsResponseData response(
            MetadataReply.TopicsDeleted reply, short version) {
        var response = new DeleteTopicsResponseData();
        for (MetadataReply.DeletedTopic topic : reply.topics()) {
            UUID id = topic.id();
            response.responses()
                    .add(
                            new DeletableTopicResult()
                                    .setName(topic.name())
                                    .setTopicId(id == null ? Uuid.ZERO_UUID : TopicIds.toKafka(id))
                                    .setErrorCode(code(topic.outcome(), version))
                                    .setErrorMessage(MetadataErrors.message(topic.outcome())));
        }
        return response;
    }

    private static short code(Outcome outcome, short version) {
        return outcome.error() == MetadataError.TOPIC_DELETION_DISABLED
                        && version < DISABLED_ERROR_SINCE
                ? MetadataErrors.of(MetadataError.INVALID_REQUEST).code()
                : MetadataErrors.code(outcome);
    }
}
