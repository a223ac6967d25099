package dev.reservoir.broker.api;

import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.change.Metadata;
import dev.reservoir.meta.change.MetadataCommand;
import dev.reservoir.meta.change.MetadataReply;
import dev.reservoir.meta.change.NewTopic;
import dev.reservoir.meta.config.BrokerConfig;
import dev.reservoir.meta.config.ConfigEntry;
import dev.reservoir.meta.config.EffectiveConfigs;

import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicConfigs;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;

import java.util.ArrayList;
import java.util.List;

/**
 * CreateTopics (key 19, versions 2 to 7).
 *
 * <p>From version 5 on the answer holds the topic's size and all its configs, from version 7 on its
 * id. There is one broker: a replication factor above 1 is INVALID_REPLICATION_FACTOR. Unlike in
 * Kafka a topic that collides with another one of the same request is refused too, and the answer
 * comes when the topic is durable, whatever the request's timeout.
 */
public final class CreateTopics implements Handler<CreateTopicsRequestData> {
    private final Metadata metadata;
    private final BrokerConfig config;

    public CreateTopics(Metadata metadata, BrokerConfig config) {
        this.metadata = metadata;
        this.config = config;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.CREATE_TOPICS;
    }

    @Override
    public Reply handle(RequestContext context, CreateTopicsRequestData request) {
        List<NewTopic> topics = new ArrayList<>();
        request.topics().forEach(topic -> topics.add(asked(topic)));
        var command = new MetadataCommand.CreateTopics(topics, request.validateOnly());
        return new MetadataChange<>(metadata.submit(command), this::response);
    }

    private static NewTopic asked(CreatableTopic topic) {
        List<NewTopic.Assignment> assignments = new ArrayList<>();
        topic.assignments()
                .forEach(given ->
                        assignments.add(
                                new NewTopic.Assignment(
                                        given.partitionIndex(), given.brokerIds())));
        List<NewTopic.Setting> configs = new ArrayList<>();
        topic.configs()
                .forEach(given -> configs.add(new NewTopic.Setting(given.name(), given.value())));
        return new NewTopic(
                topic.name(),
                topic.numPartitions(),
                topic.replicationFactor(),
                assignments,
                configs);
    }

    private CreateTopicsResponseData response(MetadataReply.TopicsCreated reply) {
        EffectiveConfigs configs = EffectiveConfigs.of(config, metadata.image());
        var response = new CreateTopicsResponseData();
        for (MetadataReply.CreatedTopic created : reply.topics()) {
            var result =
                    new CreatableTopicResult()
                            .setName(created.name())
                            .setErrorCode(MetadataErrors.code(created.outcome()))
                            .setErrorMessage(MetadataErrors.message(created.outcome()));
            TopicImage topic = created.topic();
            if (topic != null) {
                describe(topic, configs, result);
            }
            response.topics().add(result);
        }
        return response;
    }

    private static void describe(
            TopicImage topic, EffectiveConfigs configs, CreatableTopicResult result) {
        result.setTopicId(TopicIds.toKafka(topic.id()))
                .setNumPartitions(topic.partitionCount())
                .setReplicationFactor((short) 1);
        for (ConfigEntry entry : configs.describeTopic(topic.configs())) {
            result.configs()
                    .add(
                            new CreatableTopicConfigs()
                                    .setName(entry.key().name())
                                    .setValue(entry.value())
                                    .setReadOnly(entry.readOnly())
                                    .setConfigSource(entry.source().code())
                                    .setIsSensitive(entry.key().sensitive()));
        }
    }
}
