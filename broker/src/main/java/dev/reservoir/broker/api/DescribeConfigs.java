package dev.reservoir.broker.api;

import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.TopicNames;
import dev.reservoir.meta.change.Metadata;
import dev.reservoir.meta.config.BrokerConfig;
import dev.reservoir.meta.config.ConfigEntry;
import dev.reservoir.meta.config.EffectiveConfigs;

import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

import java.util.List;

/**
 * DescribeConfigs (key 32, versions 1 to 4): topics, this broker, and the dynamic configs of all
 * brokers (the broker named ""). Documentation comes from version 3 on.
 *
 * <p>A broker's list holds the keys that are served, Kafka's others are left out. Where a topic's
 * value comes from hours or minutes of the broker's settings, the answer says so; Kafka calls it a
 * default. Loggers, client metrics and groups have no configs here: INVALID_REQUEST.
 */
public final class DescribeConfigs implements Handler<DescribeConfigsRequestData> {
    private final Metadata metadata;
    private final BrokerConfig config;

    public DescribeConfigs(Metadata metadata, BrokerConfig config) {
        this.metadata = metadata;
        this.config = config;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.DESCRIBE_CONFIGS;
    }

    @Override
    public Reply handle(RequestContext context, DescribeConfigsRequestData request) {
        MetadataImage image = metadata.image();
        EffectiveConfigs configs = EffectiveConfigs.of(config, image);
        var response = new DescribeConfigsResponseData();
        for (DescribeConfigsResource resource : request.resources()) {
            var result =
                    new DescribeConfigsResult()
                            .setResourceName(resource.resourceName())
                            .setResourceType(resource.resourceType());
            try {
                for (ConfigEntry entry : entries(resource, image, configs)) {
                    if (isAsked(resource, entry)) {
                        result.configs().add(described(entry, request));
                    }
                }
            } catch (ApiException e) {
                result.setErrorCode(Errors.forException(e).code()).setErrorMessage(e.getMessage());
            }
            response.results().add(result);
        }
        return Reply.of(response);
    }

    private List<ConfigEntry> entries(
            DescribeConfigsResource resource, MetadataImage image, EffectiveConfigs configs) {
        ConfigResource.Type type = ConfigResource.Type.forId(resource.resourceType());
        return switch (type) {
            case TOPIC -> configs.describeTopic(topic(resource.resourceName(), image).configs());
            case BROKER -> {
                if (resource.resourceName().isEmpty()) {
                    yield configs.describeAllBrokers();
                }
                requireThisBroker(resource.resourceName());
                yield configs.describeBroker();
            }
            case BROKER_LOGGER, CLIENT_METRICS, GROUP ->
                    throw new InvalidRequestException("Unsupported resource type: " + type);
            case UNKNOWN ->
                    throw new InvalidRequestException(
                            "Unexpected resource type "
                                    + type
                                    + " ("
                                    + resource.resourceType()
                                    + ") for resource "
                                    + resource.resourceName());
        };
    }

    private static TopicImage topic(String name, MetadataImage image) {
        String problem = TopicNames.problem(name);
        if (problem != null) {
            throw new InvalidTopicException(problem);
        }
        TopicImage topic = image.topic(name);
        if (topic == null) {
            throw new UnknownTopicOrPartitionException(Errors.UNKNOWN_TOPIC_OR_PARTITION.message());
        }
        return topic;
    }

    private void requireThisBroker(String name) {
        int id;
        try {
            id = Integer.parseInt(name);
        } catch (NumberFormatException e) {
            throw new InvalidRequestException(
                    "Broker id must be an integer, but it is: " + name, e);
        }
        if (id != config.nodeId()) {
            throw new InvalidRequestException(
                    "Unexpected broker id, expected "
                            + config.nodeId()
                            + " or empty string, but received "
                            + name);
        }
    }

    private static boolean isAsked(DescribeConfigsResource resource, ConfigEntry entry) {
        return resource.configurationKeys() == null
                || resource.configurationKeys().isEmpty()
                || resource.configurationKeys().contains(entry.key().name());
    }

    private static DescribeConfigsResourceResult described(
            ConfigEntry entry, DescribeConfigsRequestData request) {
        var described =
                new DescribeConfigsResourceResult()
                        .setName(entry.key().name())
                        .setValue(entry.key().sensitive() ? null : entry.value())
                        .setReadOnly(entry.readOnly())
                        .setConfigSource(entry.source().code())
                        .setIsSensitive(entry.key().sensitive())
                        .setConfigType(entry.key().type().code())
                        .setDocumentation(
                                request.includeDocumentation()
                                        ? entry.key().documentation()
                                        : null);
        if (request.includeSynonyms()) {
            for (ConfigEntry.Candidate candidate : entry.candidates()) {
                described
                        .synonyms()
                        .add(
                                new DescribeConfigsSynonym()
                                        .setName(candidate.name())
                                        .setValue(candidate.value())
                                        .setSource(candidate.source().code()));
            }
        }
        return described;
    }
}
