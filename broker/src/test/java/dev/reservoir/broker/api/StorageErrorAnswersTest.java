package dev.reservoir.broker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.broker.fetch.FetchRound;
import dev.reservoir.broker.fetch.FetchTarget;
import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.log.Logs;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException.Kind;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.meta.MetadataEvent;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.config.BrokerConfig;
import dev.reservoir.wire.batch.BatchBuilder;

import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/** What clients are told when storage fails, takes nothing, or takes its time. */
class StorageErrorAnswersTest {
    private static final UUID TOPIC = new UUID(5, 6);
    private static final int NEWEST_PRODUCE_BY_NAME = 12;

    private final MemoryEngine engine =
            new MemoryEngine(new Random(1), MemoryEngine.Pace.STEPPED, 1 << 20);
    private final MetadataImage image =
            MetadataImage.EMPTY.apply(
                    new MetadataEvent.TopicCreated(TOPIC, "t", 1, new TreeMap<>()));
    private final InstantSource clock = InstantSource.system();
    private final Partitions partitions =
            new Partitions(() -> image, BrokerConfig.of(Map.of()), new Logs(engine, 1, clock));
    private PartitionLog log;

    @BeforeEach
    void oneRecordIsThere() throws Exception {
        engine.recover(_ -> "t");
        log = Objects.requireNonNull(partitions.find("t", 0)).log();
        log.append(batch(), 1_000);
        engine.settle();
    }

    private static ByteBuffer batch() {
        ByteBuffer value = StandardCharsets.UTF_8.encode("v");
        return new BatchBuilder(0).add(1, null, value).build();
    }

    private Errors produce() throws Exception {
        var topics = new TopicProduceDataCollection();
        var data = new PartitionProduceData().setRecords(MemoryRecords.readableRecords(batch()));
        topics.add(new TopicProduceData().setName("t").setPartitionData(List.of(data)));
        var request =
                new ProduceRequestData().setAcks((short) -1).setTimeoutMs(20).setTopicData(topics);
        var reply =
                new ProduceReply(
                        Call.context(NEWEST_PRODUCE_BY_NAME), request, partitions, null, clock);
        reply.begin();
        var answer = (ProduceResponseData) Objects.requireNonNull(reply.await());
        return Errors.forCode(
                answer.responses().iterator().next().partitionResponses().getFirst().errorCode());
    }

    private Errors deleteRecords() {
        var asked = new DeleteRecordsPartition().setOffset(1);
        var topic = new DeleteRecordsTopic().setName("t").setPartitions(List.of(asked));
        var request = new DeleteRecordsRequestData().setTimeoutMs(20).setTopics(List.of(topic));
        var answer =
                Call.call(
                        DeleteRecordsResponseData.class,
                        new DeleteRecords(partitions, clock),
                        2,
                        request);
        return Errors.forCode(
                answer.topics().iterator().next().partitions().iterator().next().errorCode());
    }

    private Errors listOffsets() {
        var asked = new ListOffsetsPartition().setTimestamp(0).setCurrentLeaderEpoch(-1);
        var topic = new ListOffsetsTopic().setName("t").setPartitions(List.of(asked));
        var request = new ListOffsetsRequestData().setReplicaId(-1).setTopics(List.of(topic));
        var answer =
                Call.call(ListOffsetsResponseData.class, new ListOffsets(partitions), 9, request);
        return Errors.forCode(answer.topics().getFirst().partitions().getFirst().errorCode());
    }

    private Errors fetch() {
        var target = new FetchTarget("t", new UUID(0, 0), 0, 0, 1 << 20, -1, -1);
        var round = new FetchRound.Whole(0, List.of(target));
        FetchRead read = new FetchRead(partitions, round, false, 1 << 20, (byte) 0, null);
        var answer = (FetchResponseData) read.response();
        read.drop();
        return Errors.forCode(answer.responses().getFirst().partitions().getFirst().errorCode());
    }

    @Test
    void whatIsNotDurableInTimeIsTimedOut() throws Exception {
        assertThat(produce()).isEqualTo(Errors.REQUEST_TIMED_OUT);
        assertThat(deleteRecords()).isEqualTo(Errors.REQUEST_TIMED_OUT);
    }

    @ParameterizedTest
    @CsvSource({
        "FULL, KAFKA_STORAGE_ERROR",
        "FAILED, KAFKA_STORAGE_ERROR",
        "BUSY, REQUEST_TIMED_OUT",
    })
    void anAdmissionThatIsRefused(Kind kind, Errors error) throws Exception {
        engine.refuse(kind, 1);
        assertThat(produce()).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({
        "READ_ONLY, KAFKA_STORAGE_ERROR",
        "OFFLINE, KAFKA_STORAGE_ERROR",
        "FENCED, NOT_LEADER_OR_FOLLOWER",
    })
    void aPartitionThatFailed(Kind kind, Errors error) throws Exception {
        engine.failPartition(log.id(), kind);
        assertThat(produce()).isEqualTo(error);
        assertThat(deleteRecords()).isEqualTo(error);
    }

    @Test
    void aPartitionThatCannotBeRead() {
        engine.failPartition(log.id(), Kind.OFFLINE);
        assertThat(fetch()).isEqualTo(Errors.KAFKA_STORAGE_ERROR);
        assertThat(listOffsets()).isEqualTo(Errors.KAFKA_STORAGE_ERROR);
    }
}
