package dev.reservoir.broker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.broker.net.ClientLog;
import dev.reservoir.broker.partition.InternalTopics;
import dev.reservoir.meta.config.BrokerConfig;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Objects;

class TopicMetadataTest {
    private final BrokerConfig config = BrokerConfig.of(Map.of("broker.rack", "r1"));
    private final TestMetadata metadata = new TestMetadata(config);
    private final TopicMetadata handler = handler(config);

    private TopicMetadata handler(BrokerConfig settings) {
        return new TopicMetadata(
                metadata,
                new BrokerIdentity("cluster", settings),
                settings,
                new InternalTopics(metadata, settings),
                new ClientLog(System::nanoTime));
    }

    @BeforeEach
    void twoTopics() {
        metadata.start();
        metadata.create("a", 2);
        metadata.create("b", 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
    void listsAllTopicsInEveryVersion(int version) {
        MetadataResponseData response =
                Call.call(
                        MetadataResponseData.class,
                        handler,
                        version,
                        new MetadataRequestData().setTopics(version == 0 ? List.of() : null));
        assertThat(response.topics())
                .extracting(MetadataResponseTopic::name)
                .containsExactly("a", "b");
        var partition = Objects.requireNonNull(response.topics().find("a")).partitions().get(1);
        assertThat(partition.leaderId()).isEqualTo(1);
        assertThat(partition.replicaNodes()).containsExactly(1);
        assertThat(partition.isrNodes()).containsExactly(1);
        assertThat(partition.leaderEpoch()).isEqualTo(version >= 7 ? 0 : -1);
        var broker = Objects.requireNonNull(response.brokers().find(1));
        assertThat(broker.port()).isEqualTo(9092);
        assertThat(broker.rack()).isEqualTo(version >= 1 ? "r1" : null);
        assertThat(response.controllerId()).isEqualTo(version >= 1 ? 1 : -1);
        assertThat(response.clusterId()).isEqualTo(version >= 2 ? "cluster" : null);
        Uuid id = Objects.requireNonNull(response.topics().find("a")).topicId();
        assertThat(id.equals(Uuid.ZERO_UUID)).isEqualTo(version < 10);
    }

    @Test
    void anEmptyListIsNoTopicFromVersion1On() {
        MetadataResponseData response =
                Call.call(
                        MetadataResponseData.class,
                        handler,
                        1,
                        new MetadataRequestData().setTopics(List.of()));
        assertThat(response.topics()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 13})
    void createsWhatDoesNotExist(int version) {
        var topic = only(Call.call(MetadataResponseData.class, handler, version, asking("new")));
        assertThat(topic.errorCode()).isEqualTo(Errors.NONE.code());
        assertThat(topic.partitions()).hasSize(1);
        assertThat(metadata.image().topic("new")).isNotNull();
    }

    @Test
    void createsNothingWhenTheClientOrTheSettingForbidsIt() {
        var request = asking("new").setAllowAutoTopicCreation(false);
        assertThat(error(Call.call(MetadataResponseData.class, handler, 4, request)))
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        var off = handler(BrokerConfig.of(Map.of("auto.create.topics.enable", "false")));
        assertThat(error(Call.call(MetadataResponseData.class, off, 4, asking("new"))))
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(metadata.image().topic("new")).isNull();
    }

    @Test
    void namesThatCannotBeAreRefusedBesideGoodOnes() {
        MetadataResponseData response =
                Call.call(
                        MetadataResponseData.class,
                        handler,
                        9,
                        asking("a", "..", "x".repeat(250), "new", "__share_group_state"));
        assertThat(response.topics())
                .extracting(MetadataResponseTopic::errorCode)
                .containsExactly(
                        Errors.NONE.code(),
                        Errors.INVALID_TOPIC_EXCEPTION.code(),
                        Errors.INVALID_TOPIC_EXCEPTION.code(),
                        Errors.NONE.code(),
                        Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
    }

    @Test
    void aCollisionIsAnsweredWithItsError() {
        metadata.create("c.d", 1);
        assertThat(error(Call.call(MetadataResponseData.class, handler, 9, asking("c_d"))))
                .isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
    }

    @Test
    void theOffsetsTopicIsMadeAsTheCoordinatorNeedsIt() {
        var topic =
                only(
                        Call.call(
                                MetadataResponseData.class,
                                handler,
                                9,
                                asking("__consumer_offsets")));
        assertThat(topic.isInternal()).isTrue();
        assertThat(topic.partitions()).hasSize(50);
        assertThat(Objects.requireNonNull(metadata.image().topic("__consumer_offsets")).configs())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("segment.bytes", "104857600");
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 13})
    void answersByIdFromVersion12On(int version) {
        Uuid id = TopicIds.toKafka(Objects.requireNonNull(metadata.image().topic("a")).id());
        Uuid unknown = new Uuid(3, 4);
        var request =
                new MetadataRequestData()
                        .setTopics(
                                List.of(
                                        new MetadataRequestTopic().setName(null).setTopicId(id),
                                        new MetadataRequestTopic()
                                                .setName(null)
                                                .setTopicId(unknown)));
        MetadataResponseData response =
                Call.call(MetadataResponseData.class, handler, version, request);
        assertThat(response.topics())
                .extracting(MetadataResponseTopic::topicId)
                .containsExactly(id, unknown);
        assertThat(response.topics())
                .extracting(MetadataResponseTopic::name)
                .containsExactly("a", null);
        assertThat(response.topics())
                .extracting(MetadataResponseTopic::errorCode)
                .containsExactly(Errors.NONE.code(), Errors.UNKNOWN_TOPIC_ID.code());
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 11})
    void refusesIdsAndNullNamesBeforeVersion12(int version) {
        var byId = new MetadataRequestTopic().setName("a").setTopicId(new Uuid(3, 4));
        assertThatThrownBy(() ->
                        Call.call(
                                MetadataResponseData.class,
                                handler,
                                version,
                                new MetadataRequestData().setTopics(List.of(byId))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Topic IDs are not supported");
        var nameless = new MetadataRequestTopic().setName(null);
        assertThatThrownBy(() ->
                        Call.call(
                                MetadataResponseData.class,
                                handler,
                                version,
                                new MetadataRequestData().setTopics(List.of(nameless))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("can not be null");
    }

    @Test
    void tellsOperationsWhenAsked() {
        var request = asking("a").setIncludeTopicAuthorizedOperations(true);
        assertThat(
                        only(Call.call(MetadataResponseData.class, handler, 8, request))
                                .topicAuthorizedOperations())
                .isEqualTo(0b1101_1111_1000);
        request.setIncludeClusterAuthorizedOperations(true);
        MetadataResponseData response = Call.call(MetadataResponseData.class, handler, 10, request);
        assertThat(response.clusterAuthorizedOperations()).isEqualTo(0b1_1111_1010_0000);
        assertThat(
                        only(Call.call(MetadataResponseData.class, handler, 11, asking("a")))
                                .topicAuthorizedOperations())
                .isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void saysWhenTheTopicCannotBeMadeDurable() {
        metadata.fail();
        assertThatThrownBy(() -> Call.call(MetadataResponseData.class, handler, 9, asking("new")))
                .isInstanceOf(KafkaStorageException.class)
                .hasMessage("the journal cannot be written");
    }

    private static MetadataRequestData asking(String... names) {
        var request = new MetadataRequestData();
        for (String name : names) {
            request.topics().add(new MetadataRequestTopic().setName(name));
        }
        return request;
    }

    private static MetadataResponseTopic only(MetadataResponseData response) {
        assertThat(response.topics()).hasSize(1);
        return response.topics().iterator().next();
    }

    private static Errors error(MetadataResponseData response) {
        return Errors.forCode(only(response).errorCode());
    }
}
