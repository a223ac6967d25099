package dev.reservoir.broker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.meta.change.MetadataError;
import dev.reservoir.meta.config.BrokerConfig;
import dev.reservoir.meta.config.TopicKeys;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsAssignment;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopicCollection;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Objects;

class TopicChangesTest {
    private final BrokerConfig config = BrokerConfig.of(Map.of());
    private final TestMetadata metadata = new TestMetadata(config);
    private final CreateTopics create = new CreateTopics(metadata, config);
    private final DeleteTopics delete = new DeleteTopics(metadata);
    private final CreatePartitions grow = new CreatePartitions(metadata);

    @BeforeEach
    void oneTopic() {
        metadata.create("old", 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7})
    void createsInEveryVersion(int version) {
        var request = new CreateTopicsRequestData();
        var topic =
                new CreatableTopic()
                        .setName("new")
                        .setNumPartitions(3)
                        .setReplicationFactor((short) 1);
        topic.configs().add(new CreatableTopicConfig().setName("retention.ms").setValue("77"));
        request.topics().add(topic);
        request.topics()
                .add(
                        new CreatableTopic()
                                .setName("old")
                                .setNumPartitions(1)
                                .setReplicationFactor((short) 1));
        CreateTopicsResponseData response =
                Call.call(CreateTopicsResponseData.class, create, version, request);
        var made = Objects.requireNonNull(response.topics().find("new"));
        assertThat(made.errorCode()).isEqualTo(Errors.NONE.code());
        assertThat(made.errorMessage()).isNull();
        assertThat(made.numPartitions()).isEqualTo(version >= 5 ? 3 : -1);
        assertThat(made.replicationFactor()).isEqualTo((short) (version >= 5 ? 1 : -1));
        assertThat(made.configs()).hasSize(version >= 5 ? TopicKeys.KEYS.all().size() : 0);
        Uuid id = TopicIds.toKafka(Objects.requireNonNull(metadata.image().topic("new")).id());
        assertThat(made.topicId()).isEqualTo(version >= 7 ? id : Uuid.ZERO_UUID);
        var refused = Objects.requireNonNull(response.topics().find("old"));
        assertThat(refused.errorCode()).isEqualTo(Errors.TOPIC_ALREADY_EXISTS.code());
        assertThat(refused.errorMessage()).isEqualTo("Topic 'old' already exists.");
    }

    @Test
    void tellsTheConfigsOfTheNewTopic() {
        var request = new CreateTopicsRequestData();
        var topic =
                new CreatableTopic()
                        .setName("new")
                        .setNumPartitions(-1)
                        .setReplicationFactor((short) -1);
        topic.configs().add(new CreatableTopicConfig().setName("retention.ms").setValue("77"));
        request.topics().add(topic);
        CreateTopicsResponseData response =
                Call.call(CreateTopicsResponseData.class, create, 7, request);
        assertThat(Objects.requireNonNull(response.topics().find("new")).configs())
                .filteredOn(config -> config.name().startsWith("retention."))
                .extracting(c ->
                        c.name() + "=" + c.value() + " " + c.configSource() + " " + c.readOnly())
                .containsExactly("retention.bytes=-1 5 false", "retention.ms=77 1 false");
    }

    @Test
    void validatesOnlyWhenAsked() {
        var request = new CreateTopicsRequestData().setValidateOnly(true);
        request.topics()
                .add(
                        new CreatableTopic()
                                .setName("new")
                                .setNumPartitions(1)
                                .setReplicationFactor((short) 1));
        CreateTopicsResponseData response =
                Call.call(CreateTopicsResponseData.class, create, 4, request);
        assertThat(Objects.requireNonNull(response.topics().find("new")).errorCode()).isZero();
        assertThat(metadata.image().topic("new")).isNull();
    }

    @Test
    void takesAssignments() {
        var request = new CreateTopicsRequestData();
        var topic =
                new CreatableTopic()
                        .setName("new")
                        .setNumPartitions(-1)
                        .setReplicationFactor((short) -1);
        topic.assignments()
                .add(
                        new CreatableReplicaAssignment()
                                .setPartitionIndex(0)
                                .setBrokerIds(List.of(1)));
        request.topics().add(topic);
        var other = topic.duplicate().setName("other");
        other.assignments()
                .add(
                        new CreatableReplicaAssignment()
                                .setPartitionIndex(1)
                                .setBrokerIds(List.of(4)));
        request.topics().add(other);
        CreateTopicsResponseData response =
                Call.call(CreateTopicsResponseData.class, create, 7, request);
        assertThat(Objects.requireNonNull(response.topics().find("new")).errorCode()).isZero();
        assertThat(Objects.requireNonNull(response.topics().find("other")).errorCode())
                .isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT.code());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 6})
    void deletesByName(int version) {
        var request = new DeleteTopicsRequestData();
        for (String name : List.of("old", "none")) {
            if (version >= 6) {
                request.topics().add(new DeleteTopicState().setName(name));
            } else {
                request.topicNames().add(name);
            }
        }
        DeleteTopicsResponseData response =
                Call.call(DeleteTopicsResponseData.class, delete, version, request);
        assertThat(Objects.requireNonNull(response.responses().find("old")).errorCode()).isZero();
        var unknown = Objects.requireNonNull(response.responses().find("none"));
        assertThat(unknown.errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(unknown.errorMessage() == null).isEqualTo(version < 5);
        assertThat(metadata.image().topic("old")).isNull();
    }

    @Test
    void deletesById() {
        Uuid id = TopicIds.toKafka(Objects.requireNonNull(metadata.image().topic("old")).id());
        var request = new DeleteTopicsRequestData();
        request.topics().add(new DeleteTopicState().setName(null).setTopicId(new Uuid(5, 5)));
        request.topics().add(new DeleteTopicState().setName(null).setTopicId(id));
        DeleteTopicsResponseData response =
                Call.call(DeleteTopicsResponseData.class, delete, 6, request);
        assertThat(response.responses())
                .extracting(r -> r.name() + " " + Errors.forCode(r.errorCode()))
                .containsExactly("null UNKNOWN_TOPIC_ID", "old NONE");
        assertThat(metadata.image().topic("old")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void saysThatDeletionIsOff(int version) {
        TestMetadata fixed =
                new TestMetadata(BrokerConfig.of(Map.of("delete.topic.enable", "false")));
        fixed.create("old", 1);
        DeleteTopicsResponseData response =
                Call.call(
                        DeleteTopicsResponseData.class,
                        new DeleteTopics(fixed),
                        version,
                        new DeleteTopicsRequestData().setTopicNames(List.of("old")));
        Errors expected = version < 3 ? Errors.INVALID_REQUEST : Errors.TOPIC_DELETION_DISABLED;
        assertThat(Objects.requireNonNull(response.responses().find("old")).errorCode())
                .isEqualTo(expected.code());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void growsTopics(int version) {
        var topics = new CreatePartitionsTopicCollection();
        topics.add(
                new CreatePartitionsTopic()
                        .setName("old")
                        .setCount(3)
                        .setAssignments(
                                List.of(
                                        new CreatePartitionsAssignment()
                                                .setBrokerIds(List.of(1)))));
        topics.add(new CreatePartitionsTopic().setName("none").setCount(3).setAssignments(null));
        CreatePartitionsResponseData response =
                Call.call(
                        CreatePartitionsResponseData.class,
                        grow,
                        version,
                        new CreatePartitionsRequestData().setTopics(topics));
        assertThat(response.results())
                .extracting(r -> r.name() + " " + Errors.forCode(r.errorCode()))
                .containsExactly("old NONE", "none UNKNOWN_TOPIC_OR_PARTITION");
        assertThat(Objects.requireNonNull(metadata.image().topic("old")).partitionCount())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(MetadataError.class)
    void everyErrorHasKafkasName(MetadataError error) {
        assertThat(MetadataErrors.of(error).name()).isEqualTo(error.name());
    }
}
