package dev.reservoir.testing.likekafka;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.protocol.ApiKeys;

import java.util.ArrayList;
import java.util.List;

/** Metadata: names, ids, and what both say of themselves. */
final class MetadataRows {
    private static final String MALFORMED = "the request breaks a rule; Kafka fails over it";
    private static final int NEWEST = 13;
    private static final int IDS_SINCE = 12;

    private MetadataRows() {}

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(topics());
        rows.addAll(ids());
        rows.addAll(both());
        return rows;
    }

    private static List<Row> topics() {
        return List.of(
                new Row(
                        "a topic in every version",
                        s -> {
                            for (int version = 0; version <= NEWEST; version++) {
                                ask(s, version, named(s.topic()));
                            }
                        }),
                new Row(
                        "no topics",
                        s -> {
                            for (int version = 1; version <= NEWEST; version++) {
                                ask(s, version);
                            }
                        }),
                new Row(
                        "a topic that is not there",
                        s -> {
                            for (int version = 0; version <= NEWEST; version++) {
                                ask(s, version, named("nowhere"));
                            }
                        }),
                new Row("a name that no topic can have", s -> ask(s, NEWEST, named("a b"))),
                new Row("an empty name", s -> ask(s, NEWEST, named(""))),
                new Row("the name ..", s -> ask(s, NEWEST, named(".."))),
                new Row("a name too long", s -> ask(s, NEWEST, named("x".repeat(250)))),
                new Row(
                        "a topic by id",
                        s -> {
                            for (int version = IDS_SINCE; version <= NEWEST; version++) {
                                ask(
                                        s,
                                        version,
                                        new MetadataRequestTopic()
                                                .setName(null)
                                                .setTopicId(s.id()));
                            }
                        }));
    }

    private static List<Row> ids() {
        return List.of(
                new Row(
                        "an id that is not there",
                        s ->
                                ask(
                                        s,
                                        NEWEST,
                                        new MetadataRequestTopic()
                                                .setName(null)
                                                .setTopicId(Scene.NO_SUCH_ID))),
                new Row(
                                "neither name nor id",
                                s ->
                                        ask(
                                                s,
                                                NEWEST,
                                                new MetadataRequestTopic()
                                                        .setName(null)
                                                        .setTopicId(Uuid.ZERO_UUID)))
                        .but("errorCode", "UNKNOWN_SERVER_ERROR", "INVALID_REQUEST", MALFORMED),
                new Row(
                        "no name, before there were ids",
                        s ->
                                ask(
                                        s,
                                        11,
                                        new MetadataRequestTopic()
                                                .setName(null)
                                                .setTopicId(Uuid.ZERO_UUID))),
                new Row(
                        "an id, before there were ids",
                        s ->
                                ask(
                                        s,
                                        11,
                                        new MetadataRequestTopic()
                                                .setName(null)
                                                .setTopicId(s.id()))));
    }

    private static List<Row> both() {
        return List.of(
                new Row(
                        "a name and the id of another",
                        s ->
                                ask(
                                        s,
                                        NEWEST,
                                        new MetadataRequestTopic()
                                                .setName("nowhere")
                                                .setTopicId(s.id()))),
                new Row(
                        "a name and an id that is not there",
                        s ->
                                ask(
                                        s,
                                        NEWEST,
                                        new MetadataRequestTopic()
                                                .setName(s.topic())
                                                .setTopicId(Scene.NO_SUCH_ID))),
                new Row(
                        "one by name and one by id",
                        s ->
                                ask(
                                        s,
                                        NEWEST,
                                        named(s.topic()),
                                        new MetadataRequestTopic()
                                                .setName(null)
                                                .setTopicId(Scene.NO_SUCH_ID))),
                new Row(
                        "the same name twice",
                        s -> ask(s, NEWEST, named(s.topic()), named(s.topic()))),
                new Row(
                        "allowed operations",
                        s ->
                                s.ask(
                                        ApiKeys.METADATA,
                                        10,
                                        new MetadataRequestData()
                                                .setTopics(List.of(named(s.topic())))
                                                .setIncludeClusterAuthorizedOperations(true)
                                                .setIncludeTopicAuthorizedOperations(true))));
    }

    private static MetadataRequestTopic named(String name) {
        return new MetadataRequestTopic().setName(name);
    }

    private static void ask(Scene scene, int version, MetadataRequestTopic... topics)
            throws Exception {
        scene.ask(
                ApiKeys.METADATA,
                version,
                new MetadataRequestData()
                        .setTopics(List.of(topics))
                        .setAllowAutoTopicCreation(true));
    }
}
