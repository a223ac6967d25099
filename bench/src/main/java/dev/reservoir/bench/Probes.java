package dev.reservoir.bench;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The two requests that the start-up figures poll with. */
final class Probes {
    private static final short METADATA_VERSION = 9;

    /** The last version that names topics instead of giving their id. */
    private static final short PRODUCE_VERSION = 12;

    private static final int PRODUCE_TIMEOUT_MS = 10_000;

    private Probes() {}

    static ByteBuffer metadata() {
        // Without a topic: the question is whether somebody answers.
        return request(ApiKeys.METADATA, METADATA_VERSION, new MetadataRequestData());
    }

    static boolean namesABroker(ByteBuffer reply) {
        ByteBufferAccessor in = body(ApiKeys.METADATA, METADATA_VERSION, reply);
        return !new MetadataResponseData(in, METADATA_VERSION).brokers().isEmpty();
    }

    /** One small record for each partition, acks=all. */
    static ByteBuffer produce(Collection<TopicPartition> partitions) {
        Map<String, List<PartitionProduceData>> byTopic = new TreeMap<>();
        for (TopicPartition partition : partitions) {
            byte[] value = "accepted?".getBytes(StandardCharsets.UTF_8);
            byTopic.computeIfAbsent(partition.topic(), _ -> new ArrayList<>())
                    .add(
                            new PartitionProduceData()
                                    .setIndex(partition.partition())
                                    .setRecords(
                                            MemoryRecords.withRecords(
                                                    Compression.NONE, new SimpleRecord(value))));
        }
        ProduceRequestData data =
                new ProduceRequestData().setAcks((short) -1).setTimeoutMs(PRODUCE_TIMEOUT_MS);
        byTopic.forEach((topic, list) ->
                data.topicData().add(new TopicProduceData().setName(topic).setPartitionData(list)));
        return request(ApiKeys.PRODUCE, PRODUCE_VERSION, data);
    }

    /** How many partitions took their record. */
    static long accepted(ByteBuffer reply) {
        ByteBufferAccessor in = body(ApiKeys.PRODUCE, PRODUCE_VERSION, reply);
        return new ProduceResponseData(in, PRODUCE_VERSION)
                .responses().stream()
                        .flatMap(topic -> topic.partitionResponses().stream())
                        .filter(partition -> partition.errorCode() == 0)
                        .count();
    }

    private static ByteBuffer request(ApiKeys key, short version, ApiMessage message) {
        RequestHeaderData header =
                new RequestHeaderData()
                        .setRequestApiKey(key.id)
                        .setRequestApiVersion(version)
                        .setCorrelationId(1)
                        .setClientId("bench");
        ByteBuffer head =
                MessageUtil.toByteBufferAccessor(header, key.requestHeaderVersion(version))
                        .buffer();
        ByteBuffer tail = MessageUtil.toByteBufferAccessor(message, version).buffer();
        return ByteBuffer.allocate(head.remaining() + tail.remaining()).put(head).put(tail).flip();
    }

    private static ByteBufferAccessor body(ApiKeys key, short version, ByteBuffer reply) {
        ByteBufferAccessor in = new ByteBufferAccessor(reply);
        short headerVersion = key.responseHeaderVersion(version);
        var _ = new ResponseHeaderData(in, headerVersion);
        return in;
    }
}
