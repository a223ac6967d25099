package dev.reservoir.broker.api;

import dev.reservoir.broker.net.ClientLog;
import dev.reservoir.broker.partition.InternalTopics;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.TopicNames;
import dev.reservoir.meta.change.Metadata;
import dev.reservoir.meta.change.MetadataCommand;
import dev.reservoir.meta.change.MetadataReply;
import dev.reservoir.meta.change.NewTopic;
import dev.reservoir.meta.change.Outcome;
import dev.reservoir.meta.config.BrokerConfig;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Metadata (key 3, versions 0 to 13).
 *
 * <p>Version 0 asks for all topics with an empty list, later ones with null. Topics are asked for
 * by id from version 12 on (KIP-516); a request that has ids is answered by them alone. A topic
 * that does not exist is made when the request (from version 4 on) and {@code
 * auto.create.topics.enable} allow it; Kafka answers UNKNOWN_TOPIC_OR_PARTITION meanwhile, this
 * broker answers when the topic is durable. This broker is the controller and leads every
 * partition.
 */
public final class TopicMetadata implements Handler<MetadataRequestData> {
    private static final short NULL_IS_ALL_SINCE = 1;
    private static final short TOPIC_OPERATIONS_SINCE = 8;
    private static final short CLUSTER_OPERATIONS_UNTIL = 10;
    private static final short IDS_ASKED_SINCE = 12;

    private final Metadata metadata;
    private final BrokerIdentity identity;
    private final BrokerConfig config;
    private final InternalTopics internalTopics;
    private final MissedTopics missed;

    public TopicMetadata(
            Metadata metadata,
            BrokerIdentity identity,
            BrokerConfig config,
            InternalTopics internalTopics,
            ClientLog complaints) {
        this.metadata = metadata;
        this.identity = identity;
        this.config = config;
        this.internalTopics = internalTopics;
        this.missed = new MissedTopics(metadata, config, complaints);
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.METADATA;
    }

    @Override
    public Reply handle(RequestContext context, MetadataRequestData request) {
        MetadataImage image = metadata.image();
        if (asksForAll(request, context.apiVersion())) {
            var response = response(context, request);
            image.topics()
                    .forEach(entry -> response.topics().add(topic(image, entry.value(), request)));
            return Reply.of(response);
        }
        checkNames(request, context.apiVersion());
        Set<Uuid> ids = ids(request);
        if (!ids.isEmpty()) {
            var response = response(context, request);
            ids.forEach(id -> response.topics().add(byId(image, id, request)));
            return Reply.of(response);
        }
        Set<String> names = new LinkedHashSet<>();
        request.topics().forEach(topic -> names.add(topic.name()));
        List<NewTopic> missing = creatable(image, names, request);
        if (missing.isEmpty()) {
            return Reply.of(byNames(context, request, names, Map.of()));
        }
        return new MetadataChange<>(
                metadata.submit(new MetadataCommand.CreateTopics(missing, false)),
                reply -> byNames(context, request, names, failures(reply)));
    }

    private static boolean asksForAll(MetadataRequestData request, short version) {
        return request.topics() == null
                || (version < NULL_IS_ALL_SINCE && request.topics().isEmpty());
    }

    private static void checkNames(MetadataRequestData request, short version) {
        for (MetadataRequestTopic topic : request.topics()) {
            boolean hasId = !topic.topicId().equals(Uuid.ZERO_UUID);
            if (topic.name() == null && (version < IDS_ASKED_SINCE || !hasId)) {
                throw new InvalidRequestException(
                        "Topic name can not be null for version " + version);
            }
            if (hasId && version < IDS_ASKED_SINCE) {
                throw new InvalidRequestException(
                        "Topic IDs are not supported in requests for version " + version);
            }
        }
    }

    private static Set<Uuid> ids(MetadataRequestData request) {
        Set<Uuid> ids = new LinkedHashSet<>();
        for (MetadataRequestTopic topic : request.topics()) {
            if (!topic.topicId().equals(Uuid.ZERO_UUID)) {
                ids.add(topic.topicId());
            }
        }
        return ids;
    }

    private List<NewTopic> creatable(
            MetadataImage image, Set<String> names, MetadataRequestData request) {
        List<NewTopic> missing = new ArrayList<>();
        if (request.allowAutoTopicCreation() && config.autoCreateTopics()) {
            for (String name : names) {
                NewTopic definition =
                        TopicNames.isInternal(name)
                                ? internalTopics.definition(name)
                                : NewTopic.of(name, -1, -1);
                if (definition != null && TopicNames.isValid(name) && image.topic(name) == null) {
                    missing.add(definition);
                }
            }
        }
        return missing;
    }

    private static Map<String, Outcome> failures(MetadataReply.TopicsCreated reply) {
        return reply.topics().stream()
                .filter(topic -> !topic.outcome().ok())
                .collect(
                        Collectors.toMap(
                                MetadataReply.CreatedTopic::name,
                                MetadataReply.CreatedTopic::outcome));
    }

    private MetadataResponseData byNames(
            RequestContext context,
            MetadataRequestData request,
            Set<String> names,
            Map<String, Outcome> failures) {
        MetadataImage image = metadata.image();
        var response = response(context, request);
        for (String name : names) {
            TopicImage topic = image.topic(name);
            if (topic == null) {
                missed.tell(context, request, name);
            }
            response.topics()
                    .add(
                            topic == null
                                    ? unknown(name, failures.getOrDefault(name, Outcome.OK))
                                    : topic(image, topic, request));
        }
        return response;
    }

    private MetadataResponseData response(RequestContext context, MetadataRequestData request) {
        BrokerIdentity.Endpoint endpoint = identity.endpoint(context);
        var response =
                new MetadataResponseData()
                        .setClusterId(identity.clusterId())
                        .setControllerId(identity.nodeId());
        response.brokers()
                .add(
                        new MetadataResponseBroker()
                                .setNodeId(identity.nodeId())
                                .setHost(endpoint.host())
                                .setPort(endpoint.port())
                                .setRack(identity.rack()));
        if (request.includeClusterAuthorizedOperations()
                && context.apiVersion() >= TOPIC_OPERATIONS_SINCE
                && context.apiVersion() <= CLUSTER_OPERATIONS_UNTIL) {
            response.setClusterAuthorizedOperations(AuthorizedOperations.CLUSTER);
        }
        return response;
    }

    private MetadataResponseTopic byId(MetadataImage image, Uuid id, MetadataRequestData request) {
        TopicImage topic = image.topic(TopicIds.toJava(id));
        return topic == null
                ? new MetadataResponseTopic()
                        .setErrorCode(Errors.UNKNOWN_TOPIC_ID.code())
                        .setName(null)
                        .setTopicId(id)
                : topic(image, topic, request);
    }

    private static MetadataResponseTopic unknown(String name, Outcome creation) {
        Errors error = Errors.UNKNOWN_TOPIC_OR_PARTITION;
        if (!TopicNames.isValid(name)) {
            error = Errors.INVALID_TOPIC_EXCEPTION;
        } else if (!creation.ok()) {
            error = MetadataErrors.of(creation.error());
        }
        return new MetadataResponseTopic()
                .setErrorCode(error.code())
                .setName(name)
                .setIsInternal(TopicNames.isInternal(name));
    }

    private MetadataResponseTopic topic(
            MetadataImage image, TopicImage topic, MetadataRequestData request) {
        var described =
                new MetadataResponseTopic()
                        .setName(topic.name())
                        .setTopicId(TopicIds.toKafka(topic.id()))
                        .setIsInternal(topic.internal())
                        .setPartitions(new ArrayList<>(topic.partitionCount()));
        if (request.includeTopicAuthorizedOperations()) {
            described.setTopicAuthorizedOperations(AuthorizedOperations.TOPIC);
        }
        List<Integer> self = List.of(identity.nodeId());
        for (int index = 0; index < topic.partitionCount(); index++) {
            described
                    .partitions()
                    .add(
                            new MetadataResponsePartition()
                                    .setPartitionIndex(index)
                                    .setLeaderId(identity.nodeId())
                                    .setLeaderEpoch(image.brokerEpoch())
                                    .setReplicaNodes(self)
                                    .setIsrNodes(self)
                                    .setOfflineReplicas(List.of()));
        }
        return described;
    }
}
