package dev.reservoir.broker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.broker.partition.InternalTopics;
import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.log.Lease;
import dev.reservoir.log.Logs;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.meta.config.BrokerConfig;

import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData.DescribableLogDirTopic;
import org.apache.kafka.common.message.DescribeLogDirsRequestData.DescribableLogDirTopicCollection;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.Cursor;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

class ClusterHandlersTest {
    private final BrokerConfig config = BrokerConfig.of(Map.of());
    private final TestMetadata metadata = new TestMetadata(config);
    private final BrokerIdentity identity = new BrokerIdentity("cluster", config);

    @BeforeEach
    void threeTopics() {
        metadata.start();
        metadata.create("a", 2);
        metadata.create("b", 3);
        metadata.create("c", 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void describesTheCluster(int version) {
        var request = new DescribeClusterRequestData().setIncludeClusterAuthorizedOperations(true);
        DescribeClusterResponseData response =
                Call.call(
                        DescribeClusterResponseData.class,
                        new DescribeCluster(identity),
                        version,
                        request);
        assertThat(response.clusterId()).isEqualTo("cluster");
        assertThat(response.controllerId()).isEqualTo(1);
        assertThat(Objects.requireNonNull(response.brokers().find(1)).port()).isEqualTo(9092);
        assertThat(response.clusterAuthorizedOperations()).isEqualTo(AuthorizedOperations.CLUSTER);
    }

    @ParameterizedTest
    @CsvSource({"2, MISMATCHED_ENDPOINT_TYPE", "3, UNSUPPORTED_ENDPOINT_TYPE"})
    void isNoController(byte endpointType, Errors error) {
        DescribeClusterResponseData response =
                Call.call(
                        DescribeClusterResponseData.class,
                        new DescribeCluster(identity),
                        1,
                        new DescribeClusterRequestData().setEndpointType(endpointType));
        assertThat(Errors.forCode(response.errorCode())).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PLAINTEXT://:9092|''|10.0.0.7:9092",
                "PLAINTEXT://0.0.0.0:9092|''|10.0.0.7:9092",
                "PLAINTEXT://localhost:9092|''|localhost:9092",
                "PLAINTEXT://localhost:0|''|localhost:9092",
                "PLAINTEXT://:9092|PLAINTEXT://kafka.example:19092|kafka.example:19092",
            })
    void tellsClientsWhereToConnect(String listeners, String advertised, String expected)
            throws UnknownHostException {
        Map<String, String> settings =
                advertised.isEmpty()
                        ? Map.of("listeners", listeners)
                        : Map.of("listeners", listeners, "advertised.listeners", advertised);
        var endpoint = new BrokerIdentity("c", BrokerConfig.of(settings)).endpoint(reached(9092));
        assertThat(endpoint.host() + ":" + endpoint.port()).isEqualTo(expected);
    }

    @Test
    void tellsTheAdvertisedAddressOfTheListenerThatWasReached() throws UnknownHostException {
        BrokerIdentity two =
                new BrokerIdentity(
                        "c",
                        BrokerConfig.of(
                                Map.of(
                                        "listeners",
                                        "IN://:9092,OUT://:9094",
                                        "listener.security.protocol.map",
                                        "IN:PLAINTEXT,OUT:PLAINTEXT",
                                        "advertised.listeners",
                                        "OUT://example.org:443")));
        assertThat(two.endpoint(reached(9094)).host()).isEqualTo("example.org");
        assertThat(two.endpoint(reached(9092)).host()).isEqualTo("10.0.0.7");
    }

    @Test
    void pagesThroughAllPartitions() {
        var handler = new DescribeTopicPartitions(metadata, identity, config);
        List<String> seen = new ArrayList<>();
        Cursor cursor = null;
        int pages = 0;
        do {
            DescribeTopicPartitionsResponseData page =
                    Call.call(
                            DescribeTopicPartitionsResponseData.class,
                            handler,
                            0,
                            new DescribeTopicPartitionsRequestData()
                                    .setResponsePartitionLimit(2)
                                    .setCursor(cursor));
            page.topics()
                    .forEach(topic ->
                            topic.partitions()
                                    .forEach(p -> seen.add(topic.name() + p.partitionIndex())));
            var next = page.nextCursor();
            cursor =
                    next == null
                            ? null
                            : new Cursor()
                                    .setTopicName(next.topicName())
                                    .setPartitionIndex(next.partitionIndex());
            pages++;
        } while (cursor != null && pages < 10);
        assertThat(seen).containsExactly("a0", "a1", "b0", "b1", "b2", "c0");
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void theSettingBoundsAPage() {
        BrokerConfig small = BrokerConfig.of(Map.of("max.request.partition.size.limit", "1"));
        DescribeTopicPartitionsResponseData page =
                Call.call(
                        DescribeTopicPartitionsResponseData.class,
                        new DescribeTopicPartitions(metadata, identity, small),
                        0,
                        new DescribeTopicPartitionsRequestData());
        assertThat(Objects.requireNonNull(page.nextCursor()).partitionIndex()).isEqualTo(1);
        assertThat(page.topics()).hasSize(1);
    }

    @Test
    void describesNamedTopicsInOrder() {
        var request = new DescribeTopicPartitionsRequestData();
        for (String name : List.of("c", "none", "..", "a")) {
            request.topics().add(new TopicRequest().setName(name));
        }
        DescribeTopicPartitionsResponseData response =
                Call.call(
                        DescribeTopicPartitionsResponseData.class,
                        new DescribeTopicPartitions(metadata, identity, config),
                        0,
                        request);
        assertThat(response.topics())
                .extracting(t -> t.name() + " " + Errors.forCode(t.errorCode()))
                .containsExactly(
                        ".. INVALID_TOPIC_EXCEPTION",
                        "a NONE",
                        "c NONE",
                        "none UNKNOWN_TOPIC_OR_PARTITION");
        assertThat(response.nextCursor()).isNull();
    }

    @Test
    void refusesCursorsThatCannotBe() {
        var handler = new DescribeTopicPartitions(metadata, identity, config);
        var request = new DescribeTopicPartitionsRequestData();
        request.topics().add(new TopicRequest().setName("a"));
        request.setCursor(new Cursor().setTopicName("b").setPartitionIndex(0));
        assertThatThrownBy(() ->
                        Call.call(DescribeTopicPartitionsResponseData.class, handler, 0, request))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("should contain the cursor topic: b");
        request.setCursor(new Cursor().setTopicName("a").setPartitionIndex(-1));
        assertThatThrownBy(() ->
                        Call.call(DescribeTopicPartitionsResponseData.class, handler, 0, request))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("cursor partition must be valid");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void describesTheDataDirectory(int version) throws StorageException {
        DescribeLogDirsResponseData response =
                Call.call(
                        DescribeLogDirsResponseData.class,
                        logDirs(1000, false),
                        version,
                        new DescribeLogDirsRequestData().setTopics(null));
        var directory = response.results().getFirst();
        assertThat(directory.logDir()).isEqualTo("/data");
        assertThat(directory.totalBytes()).isEqualTo(version >= 4 ? 1000 : -1);
        assertThat(directory.usableBytes()).isEqualTo(version >= 4 ? 500 : -1);
        assertThat(directory.topics())
                .extracting(topic -> topic.name() + topic.partitions().size())
                .containsExactly("a2", "b3", "c1");
    }

    @Test
    void describesTheAskedPartitionsThatExist() throws StorageException {
        var topics = new DescribableLogDirTopicCollection();
        topics.add(new DescribableLogDirTopic().setTopic("b").setPartitions(List.of(1, 9)));
        topics.add(new DescribableLogDirTopic().setTopic("none").setPartitions(List.of(0)));
        DescribeLogDirsResponseData response =
                Call.call(
                        DescribeLogDirsResponseData.class,
                        logDirs(1000, false),
                        4,
                        new DescribeLogDirsRequestData().setTopics(topics));
        var found = response.results().getFirst().topics();
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().partitions()).hasSize(1);
        assertThat(found.getFirst().partitions().getFirst().partitionIndex()).isEqualTo(1);
    }

    @Test
    void saysThatTheDiskCannotBeAsked() throws StorageException {
        DescribeLogDirsResponseData response =
                Call.call(
                        DescribeLogDirsResponseData.class,
                        logDirs(0, true),
                        4,
                        new DescribeLogDirsRequestData().setTopics(null));
        assertThat(Errors.forCode(response.results().getFirst().errorCode()))
                .isEqualTo(Errors.KAFKA_STORAGE_ERROR);
    }

    @Test
    void internalTopicsAreMadeOnce() throws InterruptedException {
        InternalTopics internal = new InternalTopics(metadata, config);
        var first = internal.ensure("__consumer_offsets");
        var second = internal.ensure("__consumer_offsets");
        assertThat(first.isReady()).isFalse();
        assertThat(first.await().partitionCount()).isEqualTo(50);
        assertThat(second.await()).isEqualTo(metadata.image().topic("__consumer_offsets"));
        assertThat(internal.ensure("__consumer_offsets").isReady()).isTrue();
    }

    private DescribeLogDirs logDirs(long space, boolean broken) throws StorageException {
        MemoryEngine engine = new MemoryEngine(new Random(1), MemoryEngine.Pace.AT_ONCE, 1 << 20);
        engine.recover(_ -> null);
        Logs logs = new Logs(engine, 0, InstantSource.system());
        DataDirectory directory =
                new DataDirectory() {
                    @Override
                    public String path() {
                        return "/data";
                    }

                    @Override
                    public long totalBytes() throws IOException {
                        if (broken) {
                            throw new IOException("gone");
                        }
                        return space;
                    }

                    @Override
                    public long usableBytes() {
                        return space / 2;
                    }
                };
        return new DescribeLogDirs(
                metadata, new Partitions(metadata::image, config, logs), directory);
    }

    private static RequestContext reached(int port) throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(new byte[] {10, 0, 0, 7});
        return new RequestContext(
                (short) 0, 1, "", address, new InetSocketAddress(address, port), Lease.NONE);
    }
}
