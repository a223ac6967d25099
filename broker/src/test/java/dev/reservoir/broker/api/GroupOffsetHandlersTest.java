package dev.reservoir.broker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.meta.TopicNames;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

/** Committed offsets, and what becomes of groups that have some, in every version. */
final class GroupOffsetHandlersTest extends GroupHandlersFixture {
    private OffsetCommitResponseData commit(
            int version, OffsetCommitRequestData request, OffsetCommitRequestTopic... topics) {
        return Call.call(
                OffsetCommitResponseData.class,
                new OffsetCommit(groups, metadata::image),
                version,
                request.setTopics(List.of(topics)));
    }

    private OffsetCommitRequestTopic toCommit(int version, String name, Uuid id, int partition) {
        var offset =
                new OffsetCommitRequestPartition()
                        .setPartitionIndex(partition)
                        .setCommittedOffset(40 + partition)
                        .setCommittedMetadata(partition == 1 ? "a note that is too long" : "note");
        if (version >= 6) {
            offset.setCommittedLeaderEpoch(5);
        }
        var topic = new OffsetCommitRequestTopic().setPartitions(List.of(offset));
        return version >= 10 ? topic.setTopicId(id) : topic.setName(name);
    }

    /** Offset 40 of partition 0. */
    private void commitOne(String group) {
        commit(
                9,
                new OffsetCommitRequestData().setGroupId(group),
                toCommit(9, "t", Uuid.ZERO_UUID, 0));
    }

    private static List<Errors> errors(OffsetCommitResponseData response) {
        return response.topics().stream()
                .flatMap(topic -> topic.partitions().stream())
                .map(partition -> error(partition.errorCode()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10})
    void committing(int version) {
        OffsetCommitResponseData committed =
                commit(
                        version,
                        new OffsetCommitRequestData().setGroupId("g"),
                        toCommit(version, "t", topicId(), 0),
                        toCommit(version, "unknown", new Uuid(8, 8), 0),
                        toCommit(version, "t", topicId(), 1),
                        toCommit(version, "t", topicId(), 2));
        assertThat(errors(committed))
                .containsExactly(
                        Errors.NONE,
                        version >= 10 ? Errors.UNKNOWN_TOPIC_ID : Errors.UNKNOWN_TOPIC_OR_PARTITION,
                        Errors.OFFSET_METADATA_TOO_LARGE,
                        Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(committed.topics().getFirst().topicId())
                .isEqualTo(version >= 10 ? topicId() : Uuid.ZERO_UUID);
        OffsetCommitResponseData missing =
                commit(
                        version,
                        new OffsetCommitRequestData()
                                .setGroupId("nobody")
                                .setMemberId("m")
                                .setGenerationIdOrMemberEpoch(4),
                        toCommit(version, "t", topicId(), 0));
        assertThat(errors(missing))
                .containsExactly(
                        version >= 9 ? Errors.GROUP_ID_NOT_FOUND : Errors.ILLEGAL_GENERATION);
        assertThat(shown(fetch(version >= 10 ? 10 : 9, "g", List.of(0, 1)), version >= 10))
                .containsExactly(version >= 6 ? "0@40/5 note" : "0@40/-1 note", "1@-1/-1 ");
    }

    private OffsetFetchResponseData fetch(
            int version, String group, @Nullable List<Integer> partitions) {
        var request = new OffsetFetchRequestData();
        if (version >= 8) {
            var topic = new OffsetFetchRequestTopics();
            var asked = version >= 10 ? topic.setTopicId(topicId()) : topic.setName("t");
            request.setGroups(
                    List.of(
                            new OffsetFetchRequestGroup()
                                    .setGroupId(group)
                                    .setTopics(
                                            partitions == null
                                                    ? null
                                                    : List.of(
                                                            asked.setPartitionIndexes(
                                                                    partitions)))));
        } else {
            request.setGroupId(group)
                    .setTopics(
                            partitions == null
                                    ? null
                                    : List.of(
                                            new OffsetFetchRequestTopic()
                                                    .setName("t")
                                                    .setPartitionIndexes(partitions)));
        }
        return Call.call(
                OffsetFetchResponseData.class,
                new OffsetFetch(groups, metadata::image),
                version,
                request);
    }

    private List<String> shown(OffsetFetchResponseData response, boolean byId) {
        List<String> shown = new ArrayList<>();
        for (var group : response.groups()) {
            for (var topic : group.topics()) {
                assertThat(topic.name()).isEqualTo(byId ? "" : "t");
                assertThat(topic.topicId()).isEqualTo(byId ? topicId() : Uuid.ZERO_UUID);
                topic.partitions()
                        .forEach(p ->
                                shown.add(
                                        row(
                                                p.partitionIndex(),
                                                p.committedOffset(),
                                                p.committedLeaderEpoch(),
                                                p.metadata())));
            }
        }
        for (var topic : response.topics()) {
            topic.partitions()
                    .forEach(p ->
                            shown.add(
                                    row(
                                            p.partitionIndex(),
                                            p.committedOffset(),
                                            p.committedLeaderEpoch(),
                                            p.metadata())));
        }
        return shown;
    }

    private static String row(int partition, long offset, int epoch, String metadata) {
        return partition + "@" + offset + "/" + epoch + " " + metadata;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void fetching(int version) {
        commitOne("g");
        String committed = version >= 5 ? "0@40/5 note" : "0@40/-1 note";
        assertThat(shown(fetch(version, "g", List.of(0, 1)), version >= 10))
                .containsExactly(committed, "1@-1/-1 ");
        if (version >= 2) {
            assertThat(shown(fetch(version, "g", null), version >= 10)).containsExactly(committed);
            assertThat(shown(fetch(version, "nobody", null), version >= 10)).isEmpty();
        }
    }

    @Test
    void anIdThatNoTopicHasIsAnErrorOfItsPartitions() {
        var request =
                new OffsetFetchRequestData()
                        .setGroups(
                                List.of(
                                        new OffsetFetchRequestGroup()
                                                .setGroupId("g")
                                                .setTopics(
                                                        List.of(
                                                                new OffsetFetchRequestTopics()
                                                                        .setTopicId(new Uuid(8, 8))
                                                                        .setPartitionIndexes(
                                                                                List.of(0)),
                                                                new OffsetFetchRequestTopics()
                                                                        .setTopicId(topicId())
                                                                        .setPartitionIndexes(
                                                                                List.of(1))))));
        OffsetFetchResponseData response =
                Call.call(
                        OffsetFetchResponseData.class,
                        new OffsetFetch(groups, metadata::image),
                        10,
                        request);
        assertThat(response.groups().getFirst().topics())
                .extracting(topic -> error(topic.partitions().getFirst().errorCode()))
                .containsExactly(Errors.UNKNOWN_TOPIC_ID, Errors.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8})
    void aCoordinatorThatIsNotThereIsSaidInEveryShape(int version) {
        runner.close();
        OffsetFetchResponseData response = fetch(version, "g", List.of(0));
        short code =
                switch (version) {
                    case 1 -> response.topics().getFirst().partitions().getFirst().errorCode();
                    case 8 -> response.groups().getFirst().errorCode();
                    default -> response.errorCode();
                };
        assertThat(error(code)).isEqualTo(Errors.NOT_COORDINATOR);
    }

    @Test
    void deletingOffsets() {
        stable("reads");
        commitOne("g");
        assertThat(deleteOffsets("g", "t", 0)).isEqualTo(Errors.NONE);
        assertThat(shown(fetch(9, "g", null), false)).isEmpty();
        assertThat(deleteOffsets("g", "t", 2)).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(deleteOffsets("reads", "t", 0)).isEqualTo(Errors.GROUP_SUBSCRIBED_TO_TOPIC);
        assertThat(deleteOffsets("nobody", "t", 0)).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
    }

    private Errors deleteOffsets(String group, String topic, int partition) {
        var partitions = List.of(new OffsetDeleteRequestPartition().setPartitionIndex(partition));
        var topics = new OffsetDeleteRequestData.OffsetDeleteRequestTopicCollection();
        topics.add(new OffsetDeleteRequestTopic().setName(topic).setPartitions(partitions));
        OffsetDeleteResponseData response =
                Call.call(
                        OffsetDeleteResponseData.class,
                        new OffsetDelete(groups, metadata::image),
                        0,
                        new OffsetDeleteRequestData().setGroupId(group).setTopics(topics));
        return response.errorCode() != 0
                ? error(response.errorCode())
                : error(
                        response.topics()
                                .iterator()
                                .next()
                                .partitions()
                                .iterator()
                                .next()
                                .errorCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void listing(int version) {
        metadata.create(TopicNames.CONSUMER_OFFSETS, 4);
        stable("g");
        commitOne("offsets only");
        assertThat(list(version, new ListGroupsRequestData()))
                .containsExactly(
                        "g consumer "
                                + (version >= 4 ? "Stable" : "")
                                + (version >= 5 ? " classic" : " "),
                        "offsets only  "
                                + (version >= 4 ? "Empty" : "")
                                + (version >= 5 ? " classic" : " "));
        if (version >= 4) {
            var stable = new ListGroupsRequestData().setStatesFilter(List.of("STABLE"));
            assertThat(list(version, stable)).hasSize(1);
        }
        if (version >= 5) {
            var modern = new ListGroupsRequestData().setTypesFilter(List.of("consumer"));
            assertThat(list(version, modern)).isEmpty();
        }
    }

    private List<String> list(int version, ListGroupsRequestData request) {
        ListGroupsResponseData response =
                Call.call(
                        ListGroupsResponseData.class,
                        new ListGroups(groups, metadata::image),
                        version,
                        request);
        assertThat(error(response.errorCode())).isEqualTo(Errors.NONE);
        return response.groups().stream().map(GroupOffsetHandlersTest::shown).sorted().toList();
    }

    private static String shown(ListedGroup group) {
        return group.groupId()
                + " "
                + group.protocolType()
                + " "
                + group.groupState()
                + " "
                + group.groupType();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void deleting(int version) {
        stable("busy");
        commitOne("g");
        var request = new DeleteGroupsRequestData().setGroupsNames(List.of("g", "busy", "nobody"));
        DeleteGroupsResponseData response =
                Call.call(
                        DeleteGroupsResponseData.class, new DeleteGroups(groups), version, request);
        assertThat(response.results())
                .extracting(result -> error(result.errorCode()))
                .containsExactly(Errors.NONE, Errors.NON_EMPTY_GROUP, Errors.GROUP_ID_NOT_FOUND);
    }
}
