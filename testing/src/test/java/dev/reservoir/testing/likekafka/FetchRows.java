package dev.reservoir.testing.likekafka;

import static dev.reservoir.testing.likekafka.Batches.good;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.apache.kafka.common.message.FetchRequestData.ReplicaState;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Fetch: positions, leader epochs, sessions, fields that only a cluster fills. */
final class FetchRows {
    private static final String NO_SLOT = "a session of nothing takes no slot";
    private static final String NO_LIMIT_BELOW_ZERO =
            "a limit below zero is zero; Kafka fails over it";
    private static final String NO_FOLLOWERS = "there are no followers: who asks is a consumer";
    private static final int OLDEST = 4;
    private static final int NEWEST = 18;
    private static final int LAST_BY_NAME = 12;

    private FetchRows() {}

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(versions());
        rows.addAll(positions());
        rows.addAll(targets());
        rows.addAll(askers());
        rows.addAll(currentEpochs());
        rows.addAll(lastEpochs());
        rows.addAll(refusedSessions());
        rows.addAll(sessions());
        rows.addAll(endedSessions());
        rows.addAll(limits());
        return rows;
    }

    private static void ask(Scene scene, int version, FetchPartition partition) throws Exception {
        scene.ask(ApiKeys.FETCH, version, scene.fetch(version, partition));
    }

    private static FetchPartition from(long offset) {
        return new FetchPartition().setFetchOffset(offset);
    }

    private static List<Row> versions() {
        return List.of(
                new Row(
                                "fetch in every version",
                                s -> {
                                    for (int version = OLDEST; version <= NEWEST; version++) {
                                        ask(s, version, from(0));
                                    }
                                })
                        .earlier(2),
                new Row(
                        "an empty log in every version",
                        s -> {
                            for (int version = OLDEST; version <= NEWEST; version++) {
                                ask(s, version, from(0));
                            }
                        }),
                new Row(
                                "an error in every version",
                                s -> {
                                    for (int version = OLDEST; version <= NEWEST; version++) {
                                        ask(s, version, from(99));
                                    }
                                })
                        .earlier(1),
                new Row(
                                "read_committed in every version",
                                s -> {
                                    for (int version = OLDEST; version <= NEWEST; version++) {
                                        s.ask(
                                                ApiKeys.FETCH,
                                                version,
                                                s.fetch(version, from(3))
                                                        .setIsolationLevel((byte) 1));
                                    }
                                })
                        .earlier(2),
                new Row(
                        "zstd for a client that does not know it",
                        s -> {
                            s.produce(
                                    Batches.compressed(
                                            org.apache.kafka.common.record.internal.CompressionType
                                                    .ZSTD));
                            ask(s, 9, from(0));
                            ask(s, 10, from(0));
                        }));
    }

    private static List<Row> positions() {
        return List.of(
                new Row("in the middle of a batch", s -> ask(s, NEWEST, from(4))).earlier(2),
                new Row("at the end", s -> ask(s, NEWEST, from(6))).earlier(2),
                new Row("behind the end", s -> ask(s, NEWEST, from(7))).earlier(2),
                new Row("before zero", s -> ask(s, NEWEST, from(-1))).earlier(2),
                new Row(
                                "below the start of the log",
                                s -> {
                                    OffsetRows.deleteRecords(s, 2, 0, 4);
                                    ask(s, NEWEST, from(3));
                                    ask(s, NEWEST, from(4));
                                    ask(s, NEWEST, from(9));
                                    s.produce(good());
                                })
                        .earlier(2));
    }

    private static List<Row> targets() {
        return List.of(
                new Row(
                        "no such topic",
                        s -> to(s, new FetchTopic().setTopic("nowhere"), LAST_BY_NAME, 0)),
                new Row(
                        "no such topic id",
                        s -> to(s, new FetchTopic().setTopicId(Scene.NO_SUCH_ID), NEWEST, 0)),
                new Row(
                        "the zero topic id",
                        s -> to(s, new FetchTopic().setTopicId(Uuid.ZERO_UUID), NEWEST, 0)),
                new Row(
                        "a partition too high, by name",
                        s -> to(s, new FetchTopic().setTopic(s.topic()), LAST_BY_NAME, 3)),
                new Row(
                        "a partition too high, by id",
                        s -> to(s, new FetchTopic().setTopicId(s.id()), NEWEST, 3)),
                new Row(
                                "a client in another rack",
                                s ->
                                        s.ask(
                                                ApiKeys.FETCH,
                                                NEWEST,
                                                s.fetch(NEWEST, from(0)).setRackId("elsewhere")))
                        .earlier(1),
                new Row(
                                "a client in the same rack",
                                s ->
                                        s.ask(
                                                ApiKeys.FETCH,
                                                NEWEST,
                                                s.fetch(NEWEST, from(0)).setRackId("here")))
                        .earlier(1),
                new Row(
                                "a client that names another cluster",
                                s ->
                                        s.ask(
                                                ApiKeys.FETCH,
                                                NEWEST,
                                                s.fetch(NEWEST, from(0)).setClusterId("another")))
                        .earlier(1));
    }

    private static List<Row> askers() {
        return List.of(
                new Row(
                                "a follower that is none, v12",
                                s ->
                                        s.ask(
                                                ApiKeys.FETCH,
                                                LAST_BY_NAME,
                                                s.fetch(LAST_BY_NAME, from(0)).setReplicaId(5)))
                        .earlier(1)
                        .but("errorCode", "NOT_LEADER_OR_FOLLOWER", "NONE", NO_FOLLOWERS)
                        .but("highWatermark", "-1", "3", NO_FOLLOWERS)
                        .but("lastStableOffset", "-1", "3", NO_FOLLOWERS)
                        .but("logStartOffset", "-1", "0", NO_FOLLOWERS)
                        .but("recordsSizeInBytes", "0", "106", NO_FOLLOWERS),
                new Row(
                                "a follower that is none, v17",
                                s ->
                                        s.ask(
                                                ApiKeys.FETCH,
                                                17,
                                                s.fetch(17, from(0))
                                                        .setReplicaState(
                                                                new ReplicaState()
                                                                        .setReplicaId(5)
                                                                        .setReplicaEpoch(1))))
                        .earlier(1)
                        .but("errorCode", "NOT_LEADER_OR_FOLLOWER", "NONE", NO_FOLLOWERS)
                        .but("highWatermark", "-1", "3", NO_FOLLOWERS)
                        .but("lastStableOffset", "-1", "3", NO_FOLLOWERS)
                        .but("logStartOffset", "-1", "0", NO_FOLLOWERS)
                        .but("recordsSizeInBytes", "0", "106", NO_FOLLOWERS)
                        .but("leaderId", "1", "absent", NO_FOLLOWERS)
                        .but("leaderEpoch", "current", "absent", NO_FOLLOWERS));
    }

    private static void to(Scene scene, FetchTopic topic, int version, int partition)
            throws Exception {
        FetchRequestData request = scene.fetch(version, from(0).setPartition(partition));
        topic.setPartitions(request.topics().getFirst().partitions());
        scene.ask(ApiKeys.FETCH, version, request.setTopics(List.of(topic)));
    }

    private static List<Row> currentEpochs() {
        return List.of(
                new Row(
                                "a fenced leader epoch",
                                s -> {
                                    for (int version = 9; version <= NEWEST; version++) {
                                        ask(
                                                s,
                                                version,
                                                from(0).setCurrentLeaderEpoch(s.firstEpoch()));
                                    }
                                })
                        .earlier(1),
                new Row(
                                "a leader epoch to come",
                                s -> {
                                    for (int version = 9; version <= NEWEST; version++) {
                                        ask(
                                                s,
                                                version,
                                                from(0).setCurrentLeaderEpoch(s.epoch() + 1));
                                    }
                                })
                        .earlier(1),
                new Row(
                                "the current leader epoch",
                                s -> ask(s, NEWEST, from(0).setCurrentLeaderEpoch(s.epoch())))
                        .earlier(1),
                new Row(
                                "the last epoch fits",
                                s -> {
                                    s.produce(good());
                                    ask(s, NEWEST, from(6).setLastFetchedEpoch(s.firstEpoch()));
                                    ask(s, NEWEST, from(9).setLastFetchedEpoch(s.epoch()));
                                })
                        .earlier(2));
    }

    private static List<Row> lastEpochs() {
        return List.of(
                new Row(
                                "an epoch that ended before the position",
                                s -> {
                                    s.produce(good());
                                    for (int version = 12; version <= NEWEST; version++) {
                                        ask(
                                                s,
                                                version,
                                                from(8).setLastFetchedEpoch(s.firstEpoch()));
                                    }
                                })
                        .earlier(2),
                new Row(
                                "an epoch between two",
                                s -> {
                                    s.produce(good());
                                    ask(s, NEWEST, from(7).setLastFetchedEpoch(s.epoch() - 1));
                                    ask(s, NEWEST, from(3).setLastFetchedEpoch(s.epoch() - 1));
                                })
                        .earlier(2),
                new Row(
                                "an epoch that never was",
                                s -> ask(s, NEWEST, from(3).setLastFetchedEpoch(s.epoch() + 5)))
                        .earlier(2),
                new Row(
                                "an epoch and a position behind the end",
                                s -> ask(s, NEWEST, from(9).setLastFetchedEpoch(s.firstEpoch())))
                        .earlier(2),
                new Row(
                        "an epoch, and an empty log",
                        s -> ask(s, NEWEST, from(0).setLastFetchedEpoch(s.firstEpoch()))),
                new Row(
                                "an epoch below the start of the log",
                                s -> {
                                    s.produce(good());
                                    OffsetRows.deleteRecords(s, 2, 0, 7);
                                    ask(s, NEWEST, from(7).setLastFetchedEpoch(s.firstEpoch()));
                                    ask(s, NEWEST, from(3).setLastFetchedEpoch(s.firstEpoch()));
                                })
                        .earlier(2));
    }

    private static List<Row> refusedSessions() {
        return List.of(
                new Row(
                                "a session that is not there",
                                s ->
                                        s.ask(
                                                ApiKeys.FETCH,
                                                NEWEST,
                                                s.fetch(NEWEST, from(0))
                                                        .setSessionId(77)
                                                        .setSessionEpoch(3)))
                        .earlier(1),
                new Row(
                                "a session's epoch without a session",
                                s ->
                                        s.ask(
                                                ApiKeys.FETCH,
                                                NEWEST,
                                                s.fetch(NEWEST, from(0))
                                                        .setSessionId(0)
                                                        .setSessionEpoch(3)))
                        .earlier(1),
                new Row(
                                "the end of a session that is not there",
                                s ->
                                        s.ask(
                                                ApiKeys.FETCH,
                                                NEWEST,
                                                s.fetch(NEWEST, from(0))
                                                        .setSessionId(77)
                                                        .setSessionEpoch(-1)))
                        .earlier(1));
    }

    private static List<Row> sessions() {
        return List.of(
                new Row(
                                "a session out of step",
                                s -> {
                                    int session = open(s, NEWEST, from(0));
                                    goOn(s, NEWEST, session, 2);
                                    goOn(s, NEWEST, session, 1);
                                })
                        .earlier(1),
                new Row(
                                "a session goes on, and tells what is new only",
                                s -> {
                                    int session = open(s, NEWEST, from(3));
                                    goOn(s, NEWEST, session, 1);
                                    s.produce(good());
                                    goOn(s, NEWEST, session, 2);
                                    goOn(s, NEWEST, session, 3);
                                    OffsetRows.deleteRecords(s, 2, 0, 2);
                                    goOn(s, NEWEST, session, 4);
                                })
                        .earlier(1),
                new Row(
                                "a session by id goes on by name",
                                s -> goOn(s, LAST_BY_NAME, open(s, NEWEST, from(0)), 1))
                        .earlier(1),
                new Row(
                                "a session by name goes on by id",
                                s -> goOn(s, NEWEST, open(s, LAST_BY_NAME, from(0)), 1))
                        .earlier(1));
    }

    private static List<Row> endedSessions() {
        return List.of(
                new Row(
                                "a session forgets its only partition",
                                s -> {
                                    int session = open(s, NEWEST, from(3));
                                    var forget =
                                            new ForgottenTopic()
                                                    .setTopicId(s.id())
                                                    .setPartitions(List.of(0));
                                    s.ask(
                                            ApiKeys.FETCH,
                                            NEWEST,
                                            empty(session, 1)
                                                    .setForgottenTopicsData(List.of(forget)));
                                    goOn(s, NEWEST, session, 2);
                                })
                        .earlier(1),
                new Row("a session of nothing", s -> s.ask(ApiKeys.FETCH, NEWEST, empty(0, 0)))
                        .but("sessionId", "a session", "none", NO_SLOT),
                new Row(
                        "a session with a topic id that is not there",
                        s -> {
                            var request = s.fetch(NEWEST, from(0)).setSessionEpoch(0);
                            request.topics().getFirst().setTopicId(Scene.NO_SUCH_ID);
                            var answer = (FetchResponseData) s.ask(ApiKeys.FETCH, NEWEST, request);
                            goOn(s, NEWEST, Objects.requireNonNull(answer).sessionId(), 1);
                        }),
                new Row(
                                "a session with an error in it",
                                s -> {
                                    int session = open(s, NEWEST, from(9));
                                    goOn(s, NEWEST, session, 1);
                                })
                        .earlier(1),
                new Row(
                                "a session that is closed",
                                s -> {
                                    int session = open(s, NEWEST, from(3));
                                    s.ask(ApiKeys.FETCH, NEWEST, empty(session, -1));
                                    goOn(s, NEWEST, session, 1);
                                })
                        .earlier(1));
    }

    private static int open(Scene scene, int version, FetchPartition partition) throws Exception {
        var request = scene.fetch(version, partition).setSessionEpoch(0);
        var answer = (FetchResponseData) scene.ask(ApiKeys.FETCH, version, request);
        return Objects.requireNonNull(answer).sessionId();
    }

    private static void goOn(Scene scene, int version, int session, int epoch) throws Exception {
        scene.ask(ApiKeys.FETCH, version, empty(session, epoch));
    }

    private static FetchRequestData empty(int session, int epoch) {
        return new FetchRequestData()
                .setMaxBytes(1 << 20)
                .setSessionId(session)
                .setSessionEpoch(epoch);
    }

    private static List<Row> limits() {
        return List.of(
                new Row(
                                "max.bytes of one",
                                s ->
                                        s.ask(
                                                ApiKeys.FETCH,
                                                NEWEST,
                                                s.fetch(NEWEST, from(0)).setMaxBytes(1)))
                        .earlier(2),
                new Row(
                                "max.bytes of zero",
                                s ->
                                        s.ask(
                                                ApiKeys.FETCH,
                                                NEWEST,
                                                s.fetch(NEWEST, from(0)).setMaxBytes(0)))
                        .earlier(2),
                new Row(
                                "max.bytes below zero",
                                s ->
                                        s.ask(
                                                ApiKeys.FETCH,
                                                NEWEST,
                                                s.fetch(NEWEST, from(0)).setMaxBytes(-1)))
                        .earlier(2)
                        .but("errorCode", "UNKNOWN_SERVER_ERROR", "NONE", NO_LIMIT_BELOW_ZERO)
                        .but("highWatermark", "-1", "6", NO_LIMIT_BELOW_ZERO)
                        .but("lastStableOffset", "-1", "6", NO_LIMIT_BELOW_ZERO)
                        .but("logStartOffset", "-1", "0", NO_LIMIT_BELOW_ZERO)
                        .but("recordsSizeInBytes", "0", "106", NO_LIMIT_BELOW_ZERO),
                new Row("the partition's limit of one", s -> partitionLimit(s, 1)).earlier(2),
                new Row("the partition's limit of zero", s -> partitionLimit(s, 0)).earlier(2),
                new Row("the partition's limit below zero", s -> partitionLimit(s, -1))
                        .earlier(2)
                        .but("errorCode", "UNKNOWN_SERVER_ERROR", "NONE", NO_LIMIT_BELOW_ZERO)
                        .but("highWatermark", "-1", "6", NO_LIMIT_BELOW_ZERO)
                        .but("lastStableOffset", "-1", "6", NO_LIMIT_BELOW_ZERO)
                        .but("logStartOffset", "-1", "0", NO_LIMIT_BELOW_ZERO)
                        .but("recordsSizeInBytes", "0", "106", NO_LIMIT_BELOW_ZERO),
                new Row(
                                "the partition's limit within the second batch",
                                s -> partitionLimit(s, 150))
                        .earlier(2));
    }

    private static void partitionLimit(Scene scene, int bytes) throws Exception {
        var request = scene.fetch(NEWEST, from(0));
        request.topics().getFirst().partitions().getFirst().setPartitionMaxBytes(bytes);
        scene.ask(ApiKeys.FETCH, NEWEST, request);
    }
}
