package dev.reservoir.broker.api;

import dev.reservoir.wire.batch.BatchBuilder;

import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.RequestUtils;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a first client says to a fresh broker, as frames: the rehearsal that the AOT cache is made
 * from (JEP 514).
 */
public final class RehearsalRequests {
    private static final String TOPIC = "rehearsal";

    private RehearsalRequests() {}

    /** Frames with their length in front, to be sent one by one. */
    public static List<byte[]> frames() {
        return List.of(
                frame(
                        ApiKeys.API_VERSIONS,
                        4,
                        new ApiVersionsRequestData()
                                .setClientSoftwareName("rehearsal")
                                .setClientSoftwareVersion("1")),
                frame(ApiKeys.METADATA, 12, metadata()),
                frame(ApiKeys.METADATA, 12, metadata()),
                frame(
                        ApiKeys.INIT_PRODUCER_ID,
                        5,
                        new InitProducerIdRequestData()
                                .setTransactionalId(null)
                                .setTransactionTimeoutMs(1000)),
                frame(ApiKeys.PRODUCE, 11, produce()),
                frame(ApiKeys.LIST_OFFSETS, 9, listOffsets()),
                frame(ApiKeys.FETCH, 12, fetch()),
                frame(
                        ApiKeys.FIND_COORDINATOR,
                        5,
                        new FindCoordinatorRequestData().setCoordinatorKeys(List.of("rehearsal"))));
    }

    private static MetadataRequestData metadata() {
        return new MetadataRequestData()
                .setAllowAutoTopicCreation(true)
                .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName(TOPIC)));
    }

    private static ProduceRequestData produce() {
        ByteBuffer value = ByteBuffer.wrap("rehearsal".getBytes(StandardCharsets.UTF_8));
        return produce(
                List.of(
                        new ProduceRequestData.PartitionProduceData()
                                .setRecords(
                                        MemoryRecords.readableRecords(
                                                new BatchBuilder(0).add(0, null, value).build()))));
    }

    static ProduceRequestData produce(List<ProduceRequestData.PartitionProduceData> partitions) {
        var topics = new ProduceRequestData.TopicProduceDataCollection();
        topics.add(
                new ProduceRequestData.TopicProduceData()
                        .setName(TOPIC)
                        .setPartitionData(partitions));
        return new ProduceRequestData().setAcks((short) -1).setTimeoutMs(5000).setTopicData(topics);
    }

    private static ListOffsetsRequestData listOffsets() {
        var partition = new ListOffsetsRequestData.ListOffsetsPartition().setTimestamp(-2);
        var topic =
                new ListOffsetsRequestData.ListOffsetsTopic()
                        .setName(TOPIC)
                        .setPartitions(List.of(partition));
        return new ListOffsetsRequestData().setReplicaId(-1).setTopics(List.of(topic));
    }

    private static FetchRequestData fetch() {
        return fetch(List.of(new FetchRequestData.FetchPartition().setPartitionMaxBytes(1 << 20)));
    }

    static FetchRequestData fetch(List<FetchRequestData.FetchPartition> partitions) {
        var topic = new FetchRequestData.FetchTopic().setTopic(TOPIC).setPartitions(partitions);
        return new FetchRequestData()
                .setMaxWaitMs(100)
                .setMinBytes(1)
                .setMaxBytes(1 << 20)
                .setTopics(List.of(topic));
    }

    /** A request with its length in front. */
    static byte[] frame(ApiKeys key, int version, ApiMessage body) {
        var header =
                new RequestHeaderData()
                        .setRequestApiKey(key.id)
                        .setRequestApiVersion((short) version)
                        .setClientId("rehearsal");
        ByteBuffer request =
                RequestUtils.serialize(
                        header, key.requestHeaderVersion((short) version), body, (short) version);
        byte[] frame = new byte[Integer.BYTES + request.remaining()];
        ByteBuffer.wrap(frame).putInt(request.remaining()).put(request);
        return frame;
    }
}
