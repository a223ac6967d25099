package dev.reservoir.testing.likekafka;

import dev.reservoir.testing.attack.RawBatch;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.Records;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One row played on one broker: sends requests and writes down the answers. */
final class Scene {
    static final Uuid NO_SUCH_ID = new Uuid(0x1234, 0x5678);

    private static final int BY_NAME = 12;
    private static final int BY_ID = 13;
    private static final int ALL_BYTES = 1 << 24;

    private final Peer peer;
    private final String topic;
    private final Transcript transcript;

    Scene(Peer peer, String topic) {
        this.peer = peer;
        this.topic = topic;
        this.transcript = new Transcript(peer, topic);
    }

    Map<String, String> transcript() {
        return transcript.fields();
    }

    /** The row's topic. */
    String topic() {
        return topic;
    }

    Uuid id() {
        return peer.id(topic);
    }

    /** The partition's leader epoch. */
    int epoch() {
        return peer.epoch(topic);
    }

    /** The epoch that the partition had before the brokers were started again. */
    int firstEpoch() {
        return peer.firstEpoch(topic);
    }

    /** Sends a request; the answer is compared. */
    @Nullable ApiMessage ask(ApiKeys key, int version, ApiMessage body) throws IOException {
        ApiMessage answer = peer.ask(key, version, body);
        String what = "%s v%d".formatted(key.name, version);
        if (answer == null) {
            transcript.addClosed(what);
        } else {
            transcript.add(what, answer, version);
        }
        return answer;
    }

    void produce(RawBatch batch) throws IOException {
        produce(batch.bytes());
    }

    void produce(byte[] records) throws IOException {
        produce(BY_NAME, -1, records);
    }

    /** To partition 0 of the row's topic. */
    void produce(int version, int acks, byte @Nullable [] records) throws IOException {
        produce(
                version,
                acks,
                version < BY_ID
                        ? new TopicProduceData().setName(topic)
                        : new TopicProduceData().setTopicId(id()),
                0,
                records);
    }

    void produce(
            int version, int acks, TopicProduceData to, int partition, byte @Nullable [] records)
            throws IOException {
        to.partitionData()
                .add(
                        new PartitionProduceData()
                                .setIndex(partition)
                                .setRecords(
                                        records == null
                                                ? null
                                                : MemoryRecords.readableRecords(
                                                        ByteBuffer.wrap(records))));
        var topics = new TopicProduceDataCollection();
        topics.add(to);
        ask(
                ApiKeys.PRODUCE,
                version,
                new ProduceRequestData()
                        .setAcks((short) acks)
                        .setTimeoutMs(10_000)
                        .setTopicData(topics));
    }

    /** A fetch of partition 0 of the row's topic that waits for nothing. */
    FetchRequestData fetch(int version, FetchPartition partition) {
        var asked = new FetchTopic();
        if (version < BY_ID) {
            asked.setTopic(topic);
        } else {
            asked.setTopicId(id());
        }
        asked.setPartitions(List.of(partition.setPartitionMaxBytes(ALL_BYTES)));
        return new FetchRequestData()
                .setReplicaId(-1)
                .setMaxWaitMs(0)
                .setMinBytes(0)
                .setMaxBytes(ALL_BYTES)
                .setSessionEpoch(-1)
                .setTopics(List.of(asked));
    }

    /** Compares what lies in the row's topic. */
    void stored() throws IOException {
        var request = fetch(BY_NAME, new FetchPartition().setFetchOffset(0));
        var answer =
                (FetchResponseData)
                        Objects.requireNonNull(peer.ask(ApiKeys.FETCH, BY_NAME, request));
        var records = answer.responses().getFirst().partitions().getFirst().records();
        if (records instanceof Records there) {
            for (RecordBatch batch : there.batches()) {
                transcript.add(batch);
            }
        }
    }
}
