package dev.reservoir.broker.api;

import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.TopicNames;
import dev.reservoir.meta.change.Metadata;
import dev.reservoir.meta.config.BrokerConfig;

import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.Cursor;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponsePartition;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

/**
 * DescribeTopicPartitions (key 75, version 0; KIP-966): topics in the order of their names, a page
 * of partitions at a time. A page holds as many as the request asks for, at most {@code
 * max.request.partition.size.limit}; the cursor of the answer says where the next begins.
 */
public final class DescribeTopicPartitions implements Handler<DescribeTopicPartitionsRequestData> {
    private final Metadata metadata;
    private final BrokerIdentity identity;
    private final BrokerConfig config;

    public DescribeTopicPartitions(
            Metadata metadata, BrokerIdentity identity, BrokerConfig config) {
        this.metadata = metadata;
        this.identity = identity;
        this.config = config;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.DESCRIBE_TOPIC_PARTITIONS;
    }

    @Override
    public Reply handle(RequestContext context, DescribeTopicPartitionsRequestData request) {
        MetadataImage image = metadata.image();
        var cursor = request.cursor();
        String first = cursor == null ? "" : cursor.topicName();
        if (cursor != null && cursor.partitionIndex() < 0) {
            throw new InvalidRequestException(
                    "DescribeTopicPartitionsRequest cursor partition must be valid: " + cursor);
        }
        Iterator<String> names =
                request.topics().isEmpty()
                        ? all(image, first)
                        : named(request, cursor == null ? null : first);
        int limit =
                Math.clamp(
                        request.responsePartitionLimit(), 1, config.maxRequestPartitionSizeLimit());
        return Reply.of(
                page(image, names, cursor == null ? 0 : cursor.partitionIndex(), first, limit));
    }

    private static Iterator<String> all(MetadataImage image, String first) {
        var entries = image.topics().from(first).iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public String next() {
                return entries.next().key();
            }
        };
    }

    private static Iterator<String> named(
            DescribeTopicPartitionsRequestData request, @Nullable String first) {
        TreeSet<String> names = new TreeSet<>();
        request.topics().forEach(topic -> names.add(topic.name()));
        if (first == null) {
            return names.iterator();
        }
        if (!names.contains(first)) {
            throw new InvalidRequestException(
                    "DescribeTopicPartitionsRequest topic list should contain the cursor topic: "
                            + first);
        }
        return names.tailSet(first).iterator();
    }

    private DescribeTopicPartitionsResponseData page(
            MetadataImage image,
            Iterator<String> names,
            int firstPartition,
            String first,
            int limit) {
        var response = new DescribeTopicPartitionsResponseData();
        int left = limit;
        while (names.hasNext()) {
            String name = names.next();
            if (left == 0) {
                return response.setNextCursor(cursor(name, 0));
            }
            TopicImage topic = image.topic(name);
            if (topic == null) {
                response.topics().add(unknown(name));
                continue;
            }
            int from = name.equals(first) ? firstPartition : 0;
            int to = (int) Math.min(topic.partitionCount(), (long) from + left);
            response.topics().add(described(image, topic, from, to));
            if (to < topic.partitionCount()) {
                return response.setNextCursor(cursor(name, to));
            }
            left -= Math.max(0, to - from);
        }
        return response;
    }

    private static Cursor cursor(String topic, int partition) {
        return new Cursor().setTopicName(topic).setPartitionIndex(partition);
    }

    private static DescribeTopicPartitionsResponseTopic unknown(String name) {
        Errors error =
                TopicNames.isValid(name)
                        ? Errors.UNKNOWN_TOPIC_OR_PARTITION
                        : Errors.INVALID_TOPIC_EXCEPTION;
        return new DescribeTopicPartitionsResponseTopic()
                .setErrorCode(error.code())
                .setName(name)
                .setIsInternal(TopicNames.isInternal(name))
                .setTopicAuthorizedOperations(AuthorizedOperations.TOPIC);
    }

    private DescribeTopicPartitionsResponseTopic described(
            MetadataImage image, TopicImage topic, int from, int to) {
        var described =
                new DescribeTopicPartitionsResponseTopic()
                        .setName(topic.name())
                        .setTopicId(TopicIds.toKafka(topic.id()))
                        .setIsInternal(topic.internal())
                        .setTopicAuthorizedOperations(AuthorizedOperations.TOPIC);
        List<Integer> self = List.of(identity.nodeId());
        for (int index = from; index < to; index++) {
            described
                    .partitions()
                    .add(
                            new DescribeTopicPartitionsResponsePartition()
                                    .setPartitionIndex(index)
                                    .setLeaderId(identity.nodeId())
                                    .setLeaderEpoch(image.brokerEpoch())
                                    .setReplicaNodes(self)
                                    .setIsrNodes(self)
                                    .setEligibleLeaderReplicas(List.of())
                                    .setLastKnownElr(List.of())
                                    .setOfflineReplicas(List.of()));
        }
        return described;
    }
}
