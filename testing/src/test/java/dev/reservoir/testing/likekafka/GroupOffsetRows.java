package dev.reservoir.testing.likekafka;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopicCollection;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** OffsetCommit, OffsetFetch and OffsetDelete. */
final class GroupOffsetRows {
    private static final String ORDER =
            "answers come in the request's order; Kafka puts what failed first";
    private static final int COMMIT_NEWEST = 10;
    private static final int COMMIT_BY_NAME = 9;
    private static final int FETCH_NEWEST = 10;
    private static final int FETCH_BY_NAME = 9;
    private static final int MANY_GROUPS = 8;

    private GroupOffsetRows() {}

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(commits());
        rows.addAll(commitContents());
        rows.addAll(committingGroups());
        rows.addAll(fetches());
        rows.addAll(refusedFetches());
        rows.addAll(deletions());
        return rows;
    }

    /** The row's group; each row has one of its own. */
    private static String group(Scene scene) {
        return "group-of-" + scene.topic();
    }

    private static List<Row> commits() {
        return List.of(
                new Row(
                        "commit and fetch in every version",
                        s -> {
                            for (int version = 2; version <= COMMIT_NEWEST; version++) {
                                commit(s, version, at(5 + version));
                                fetch(s, Math.min(version, FETCH_NEWEST));
                            }
                        }),
                new Row(
                        "commit: no such topic",
                        s ->
                                commit(
                                        s,
                                        COMMIT_BY_NAME,
                                        to(
                                                s,
                                                new OffsetCommitRequestTopic().setName("nowhere"),
                                                at(1)))),
                new Row(
                        "commit: no such topic id",
                        s ->
                                commit(
                                        s,
                                        COMMIT_NEWEST,
                                        to(
                                                s,
                                                new OffsetCommitRequestTopic()
                                                        .setTopicId(Scene.NO_SUCH_ID),
                                                at(1)))),
                new Row(
                        "commit: the zero topic id",
                        s ->
                                commit(
                                        s,
                                        COMMIT_NEWEST,
                                        to(
                                                s,
                                                new OffsetCommitRequestTopic()
                                                        .setTopicId(Uuid.ZERO_UUID),
                                                at(1)))),
                new Row(
                        "commit: no such partition, by name",
                        s -> commit(s, COMMIT_BY_NAME, at(1).setPartitionIndex(3))),
                new Row(
                        "commit: no such partition, by id",
                        s -> commit(s, COMMIT_NEWEST, at(1).setPartitionIndex(3))));
    }

    private static List<Row> commitContents() {
        return List.of(
                new Row(
                                "commit: one good, one not",
                                s ->
                                        commit(
                                                s,
                                                COMMIT_BY_NAME,
                                                to(
                                                        s,
                                                        new OffsetCommitRequestTopic()
                                                                .setName(s.topic()),
                                                        at(1),
                                                        at(2).setPartitionIndex(3))))
                        .but("partitionIndex", "3", "0", ORDER)
                        .but("partitionIndex", "0", "3", ORDER)
                        .but("errorCode", "UNKNOWN_TOPIC_OR_PARTITION", "NONE", ORDER)
                        .but("errorCode", "NONE", "UNKNOWN_TOPIC_OR_PARTITION", ORDER),
                new Row(
                        "commit: metadata too large",
                        s -> {
                            commit(s, COMMIT_NEWEST, at(1).setCommittedMetadata("x".repeat(101)));
                            commit(s, COMMIT_NEWEST, at(1).setCommittedMetadata("x".repeat(100)));
                            fetch(s, FETCH_NEWEST);
                        }),
                new Row(
                        "commit: no metadata",
                        s -> {
                            commit(s, COMMIT_NEWEST, at(1).setCommittedMetadata(null));
                            fetch(s, FETCH_NEWEST);
                        }),
                new Row(
                        "commit: an offset below zero",
                        s -> {
                            commit(s, COMMIT_NEWEST, at(-3));
                            fetch(s, FETCH_NEWEST);
                        }),
                new Row(
                        "commit: with a leader epoch",
                        s -> {
                            commit(s, COMMIT_NEWEST, at(1).setCommittedLeaderEpoch(3));
                            fetch(s, FETCH_NEWEST);
                        }));
    }

    private static List<Row> committingGroups() {
        return List.of(
                new Row(
                        "commit: a generation of no group",
                        s -> {
                            for (int version = 2; version <= COMMIT_NEWEST; version++) {
                                commit(
                                        s,
                                        version,
                                        to(s, version, at(1))
                                                .setGenerationIdOrMemberEpoch(4)
                                                .setMemberId("m"));
                            }
                        }),
                new Row(
                        "commit: a generation of an empty group",
                        s -> {
                            commit(s, COMMIT_NEWEST, at(1));
                            for (int version = 2; version <= COMMIT_NEWEST; version++) {
                                commit(
                                        s,
                                        version,
                                        to(s, version, at(1))
                                                .setGenerationIdOrMemberEpoch(4)
                                                .setMemberId("m"));
                            }
                        }),
                new Row(
                        "commit: a member of an empty group",
                        s -> {
                            commit(s, COMMIT_NEWEST, at(1));
                            commit(s, COMMIT_NEWEST, to(s, COMMIT_NEWEST, at(1)).setMemberId("m"));
                        }),
                new Row(
                        "commit: a group without a name",
                        s -> {
                            commit(s, COMMIT_NEWEST, to(s, COMMIT_NEWEST, at(1)).setGroupId(""));
                            fetch(s, FETCH_NEWEST, "", topics(s, FETCH_NEWEST));
                        }),
                new Row(
                        "commit: nothing",
                        s ->
                                commit(
                                        s,
                                        COMMIT_NEWEST,
                                        new OffsetCommitRequestData().setGroupId(group(s)))),
                new Row(
                        "commit: the same partition twice",
                        s -> {
                            commit(s, COMMIT_NEWEST, to(s, COMMIT_NEWEST, at(1), at(2)));
                            fetch(s, FETCH_NEWEST);
                        }));
    }

    private static OffsetCommitRequestPartition at(long offset) {
        return new OffsetCommitRequestPartition()
                .setCommittedOffset(offset)
                .setCommittedMetadata("m");
    }

    private static OffsetCommitRequestData to(
            Scene scene, OffsetCommitRequestTopic topic, OffsetCommitRequestPartition... offsets) {
        return new OffsetCommitRequestData()
                .setGroupId(group(scene))
                .setTopics(List.of(topic.setPartitions(List.of(offsets))));
    }

    private static OffsetCommitRequestData to(
            Scene scene, int version, OffsetCommitRequestPartition... offsets) {
        var topic = new OffsetCommitRequestTopic();
        if (version <= COMMIT_BY_NAME) {
            topic.setName(scene.topic());
        } else {
            topic.setTopicId(scene.id());
        }
        return to(scene, topic, offsets);
    }

    private static void commit(Scene scene, int version, OffsetCommitRequestPartition offset)
            throws Exception {
        commit(scene, version, to(scene, version, offset));
    }

    private static void commit(Scene scene, int version, OffsetCommitRequestData request)
            throws Exception {
        scene.ask(ApiKeys.OFFSET_COMMIT, version, request);
    }

    private static List<Row> fetches() {
        return List.of(
                new Row(
                        "fetch of a group that is not there, in every version",
                        s -> {
                            for (int version = 1; version <= FETCH_NEWEST; version++) {
                                fetch(s, version);
                            }
                        }),
                new Row(
                        "fetch: all of a group that is not there",
                        s -> {
                            for (int version = 2; version <= FETCH_NEWEST; version++) {
                                fetch(s, version, group(s), null);
                            }
                        }),
                new Row(
                        "fetch: all",
                        s -> {
                            commit(s, COMMIT_NEWEST, at(4));
                            for (int version = 2; version <= FETCH_NEWEST; version++) {
                                fetch(s, version, group(s), null);
                            }
                        }),
                new Row("fetch: nothing", s -> fetch(s, FETCH_NEWEST, group(s), List.of())),
                new Row(
                        "fetch: no such topic",
                        s ->
                                fetch(
                                        s,
                                        FETCH_BY_NAME,
                                        group(s),
                                        List.of(
                                                new OffsetFetchRequestTopics()
                                                        .setName("nowhere")
                                                        .setPartitionIndexes(List.of(0))))));
    }

    private static List<Row> refusedFetches() {
        return List.of(
                new Row(
                        "fetch: no such topic id",
                        s ->
                                fetch(
                                        s,
                                        FETCH_NEWEST,
                                        group(s),
                                        List.of(
                                                new OffsetFetchRequestTopics()
                                                        .setTopicId(Scene.NO_SUCH_ID)
                                                        .setPartitionIndexes(List.of(0))))),
                new Row(
                        "fetch: the zero topic id",
                        s ->
                                fetch(
                                        s,
                                        FETCH_NEWEST,
                                        group(s),
                                        List.of(
                                                new OffsetFetchRequestTopics()
                                                        .setTopicId(Uuid.ZERO_UUID)
                                                        .setPartitionIndexes(List.of(0))))),
                new Row(
                        "fetch: no such partition",
                        s ->
                                fetch(
                                        s,
                                        FETCH_BY_NAME,
                                        group(s),
                                        List.of(
                                                new OffsetFetchRequestTopics()
                                                        .setName(s.topic())
                                                        .setPartitionIndexes(List.of(0, 7))))),
                new Row(
                        "fetch: a member of the newer protocol that is not there",
                        s -> {
                            commit(s, COMMIT_NEWEST, at(4));
                            fetchAs(s, "nobody", 5);
                        }),
                new Row(
                        "fetch: a member of the newer protocol, no group",
                        s -> fetchAs(s, "nobody", 5)));
    }

    private static void fetchAs(Scene scene, String member, int epoch) throws Exception {
        var group =
                new OffsetFetchRequestGroup()
                        .setGroupId(group(scene))
                        .setMemberId(member)
                        .setMemberEpoch(epoch)
                        .setTopics(topics(scene, FETCH_NEWEST));
        scene.ask(
                ApiKeys.OFFSET_FETCH,
                FETCH_NEWEST,
                new OffsetFetchRequestData().setGroups(List.of(group)));
    }

    private static void fetch(Scene scene, int version) throws Exception {
        fetch(scene, version, group(scene), topics(scene, version));
    }

    private static List<OffsetFetchRequestTopics> topics(Scene scene, int version) {
        var topic = new OffsetFetchRequestTopics().setPartitionIndexes(List.of(0));
        return List.of(
                version <= FETCH_BY_NAME
                        ? topic.setName(scene.topic())
                        : topic.setTopicId(scene.id()));
    }

    private static void fetch(
            Scene scene, int version, String group, @Nullable List<OffsetFetchRequestTopics> topics)
            throws Exception {
        var request = new OffsetFetchRequestData();
        if (version >= MANY_GROUPS) {
            request.groups().add(new OffsetFetchRequestGroup().setGroupId(group).setTopics(topics));
        } else {
            request.setGroupId(group)
                    .setTopics(
                            topics == null
                                    ? null
                                    : topics.stream()
                                            .map(topic ->
                                                    new OffsetFetchRequestTopic()
                                                            .setName(topic.name())
                                                            .setPartitionIndexes(
                                                                    topic.partitionIndexes()))
                                            .toList());
        }
        scene.ask(ApiKeys.OFFSET_FETCH, version, request);
    }

    private static List<Row> deletions() {
        return List.of(
                new Row(
                        "delete an offset",
                        s -> {
                            commit(s, COMMIT_NEWEST, at(4));
                            delete(s, group(s), s.topic(), 0);
                            fetch(s, FETCH_NEWEST);
                        }),
                new Row(
                        "delete an offset that is not there",
                        s -> {
                            commit(s, COMMIT_NEWEST, at(4));
                            delete(s, group(s), s.topic(), 0);
                            delete(s, group(s), s.topic(), 0);
                        }),
                new Row("delete an offset: no such group", s -> delete(s, group(s), s.topic(), 0)),
                new Row(
                        "delete an offset: a group without a name",
                        s -> delete(s, "", s.topic(), 0)),
                new Row(
                        "delete an offset: no such topic",
                        s -> {
                            commit(s, COMMIT_NEWEST, at(4));
                            delete(s, group(s), "nowhere", 0);
                        }),
                new Row(
                        "delete an offset: no such partition",
                        s -> {
                            commit(s, COMMIT_NEWEST, at(4));
                            delete(s, group(s), s.topic(), 3);
                        }));
    }

    private static void delete(Scene scene, String group, String topic, int partition)
            throws Exception {
        var topics = new OffsetDeleteRequestTopicCollection();
        topics.add(
                new OffsetDeleteRequestTopic()
                        .setName(topic)
                        .setPartitions(
                                List.of(
                                        new OffsetDeleteRequestPartition()
                                                .setPartitionIndex(partition))));
        scene.ask(
                ApiKeys.OFFSET_DELETE,
                0,
                new OffsetDeleteRequestData().setGroupId(group).setTopics(topics));
    }
}
