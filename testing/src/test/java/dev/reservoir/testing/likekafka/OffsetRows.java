package dev.reservoir.testing.likekafka;

import static dev.reservoir.testing.likekafka.Batches.at;
import static dev.reservoir.testing.likekafka.Batches.good;

import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopicCollection;
import org.apache.kafka.common.protocol.ApiKeys;

import java.util.ArrayList;
import java.util.List;

/** ListOffsets, OffsetForLeaderEpoch and DeleteRecords. */
final class OffsetRows {
    private static final String NO_TIME = "no record has a timestamp, so none has the largest";
    private static final String GONE = "the record is deleted; Kafka still names it";
    private static final int LIST_NEWEST = 11;
    private static final int EPOCHS_NEWEST = 4;
    private static final int DELETE_NEWEST = 2;

    private OffsetRows() {}

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(listed());
        rows.addAll(listedByTime());
        rows.addAll(refusedLists());
        rows.addAll(epochEnds());
        rows.addAll(refusedEpochEnds());
        rows.addAll(deletions());
        return rows;
    }

    private static List<Row> listed() {
        List<Row> rows = new ArrayList<>();
        for (int special = -1; special >= -7; special--) {
            int timestamp = special;
            rows.add(
                    new Row(
                                    "list offsets at %d in every version".formatted(special),
                                    s -> {
                                        s.produce(good());
                                        for (int version = 1; version <= LIST_NEWEST; version++) {
                                            list(s, version, timestamp);
                                        }
                                    })
                            .earlier(1));
            rows.add(
                    new Row(
                            "list offsets at %d of an empty log".formatted(special),
                            s -> list(s, LIST_NEWEST, timestamp)));
        }
        return rows;
    }

    private static List<Row> listedByTime() {
        List<Row> rows = new ArrayList<>();
        rows.add(
                new Row(
                        "list offsets by time",
                        s -> {
                            s.produce(at(0, 10, 5));
                            s.produce(at(20, 20));
                            s.produce(at(15, 8));
                            for (long time : new long[] {-5, 0, 5, 9, 10, 11, 20, 21}) {
                                list(s, LIST_NEWEST, Transcript.CLIENT_TIME + time);
                            }
                            list(s, 1, Transcript.CLIENT_TIME + 7);
                            list(s, LIST_NEWEST, -3);
                        }));
        rows.add(
                new Row(
                        "list offsets by time, compressed",
                        s -> {
                            s.produce(at(0, 10, 5).gzipped());
                            s.produce(at(20, 20).gzipped());
                            for (long time : new long[] {5, 11, 20, 21}) {
                                list(s, LIST_NEWEST, Transcript.CLIENT_TIME + time);
                            }
                            list(s, LIST_NEWEST, -3);
                        }));
        rows.add(
                new Row(
                                "list offsets by time, LogAppendTime",
                                s -> {
                                    s.produce(good());
                                    s.produce(good());
                                    list(s, LIST_NEWEST, Transcript.CLIENT_TIME);
                                    list(s, LIST_NEWEST, Long.MAX_VALUE);
                                    list(s, LIST_NEWEST, -3);
                                })
                        .config("message.timestamp.type", "LogAppendTime"));
        rows.add(
                new Row(
                                "list offsets after records were deleted",
                                s -> {
                                    s.produce(at(0, 10, 20));
                                    s.produce(at(30, 40));
                                    deleteRecords(s, DELETE_NEWEST, 0, 2);
                                    list(s, LIST_NEWEST, -2);
                                    list(s, LIST_NEWEST, Transcript.CLIENT_TIME);
                                    deleteRecords(s, DELETE_NEWEST, 0, 5);
                                    list(s, LIST_NEWEST, -1);
                                    list(s, LIST_NEWEST, -2);
                                    list(s, LIST_NEWEST, -3);
                                    list(s, LIST_NEWEST, Transcript.CLIENT_TIME);
                                })
                        .but("timestamp", "T+40", "-1", GONE)
                        .but("offset", "4", "-1", GONE)
                        .but("leaderEpoch", "current", "-1", GONE));
        rows.add(
                new Row(
                                "list offsets of records without time",
                                s -> {
                                    s.produce(Batches.withoutTime());
                                    list(s, LIST_NEWEST, -3);
                                    list(s, LIST_NEWEST, 0);
                                })
                        .but("offset", "0", "-1", NO_TIME)
                        .but("leaderEpoch", "current", "-1", NO_TIME));
        return rows;
    }

    private static List<Row> refusedLists() {
        return List.of(
                new Row(
                                "list offsets: a fenced epoch",
                                s ->
                                        list(
                                                s,
                                                LIST_NEWEST,
                                                request(
                                                        s.topic(),
                                                        asked(-1)
                                                                .setCurrentLeaderEpoch(
                                                                        s.firstEpoch()))))
                        .earlier(1),
                new Row(
                        "list offsets: an epoch to come",
                        s ->
                                list(
                                        s,
                                        LIST_NEWEST,
                                        request(
                                                s.topic(),
                                                asked(-1).setCurrentLeaderEpoch(s.epoch() + 1)))),
                new Row(
                        "list offsets: the current epoch",
                        s ->
                                list(
                                        s,
                                        LIST_NEWEST,
                                        request(
                                                s.topic(),
                                                asked(-1).setCurrentLeaderEpoch(s.epoch())))),
                new Row(
                                "list offsets: read_committed",
                                s ->
                                        list(
                                                s,
                                                LIST_NEWEST,
                                                request(s.topic(), asked(-1))
                                                        .setIsolationLevel((byte) 1)))
                        .earlier(1),
                new Row(
                        "list offsets: no such topic",
                        s -> {
                            for (int version = 1; version <= LIST_NEWEST; version++) {
                                list(s, version, request("nowhere", asked(-1)));
                            }
                        }),
                new Row(
                        "list offsets: no such partition",
                        s ->
                                list(
                                        s,
                                        LIST_NEWEST,
                                        request(s.topic(), asked(-1).setPartitionIndex(4)))),
                new Row(
                                "list offsets: the same partition twice",
                                s -> list(s, LIST_NEWEST, request(s.topic(), asked(-1), asked(-2))))
                        .earlier(1),
                new Row(
                        "list offsets: by a follower that is none",
                        s -> list(s, LIST_NEWEST, request(s.topic(), asked(-1)).setReplicaId(5))),
                new Row(
                        "list offsets: by a debugging consumer",
                        s -> list(s, LIST_NEWEST, request(s.topic(), asked(-1)).setReplicaId(-2))));
    }

    private static void list(Scene scene, int version, long timestamp) throws Exception {
        list(scene, version, request(scene.topic(), asked(timestamp)));
    }

    private static void list(Scene scene, int version, ListOffsetsRequestData request)
            throws Exception {
        scene.ask(ApiKeys.LIST_OFFSETS, version, request);
    }

    private static ListOffsetsPartition asked(long timestamp) {
        return new ListOffsetsPartition().setTimestamp(timestamp).setCurrentLeaderEpoch(-1);
    }

    private static ListOffsetsRequestData request(String topic, ListOffsetsPartition... asked) {
        return new ListOffsetsRequestData()
                .setReplicaId(-1)
                .setTopics(
                        List.of(
                                new ListOffsetsTopic()
                                        .setName(topic)
                                        .setPartitions(List.of(asked))));
    }

    private static List<Row> epochEnds() {
        return List.of(
                new Row(
                                "where epochs end",
                                s -> {
                                    s.produce(good());
                                    for (int version = 2; version <= EPOCHS_NEWEST; version++) {
                                        epochEnd(s, version, s.firstEpoch());
                                        epochEnd(s, version, s.epoch() - 1);
                                        epochEnd(s, version, s.epoch());
                                        epochEnd(s, version, s.epoch() + 1);
                                        epochEnd(s, version, s.firstEpoch() - 1);
                                        epochEnd(s, version, -1);
                                    }
                                })
                        .earlier(2),
                new Row(
                        "where epochs end in an empty log",
                        s -> {
                            epochEnd(s, EPOCHS_NEWEST, s.firstEpoch());
                            epochEnd(s, EPOCHS_NEWEST, s.epoch());
                            epochEnd(s, EPOCHS_NEWEST, s.epoch() + 1);
                        }),
                new Row(
                                "where epochs end when nothing came since",
                                s -> {
                                    epochEnd(s, EPOCHS_NEWEST, s.firstEpoch());
                                    epochEnd(s, EPOCHS_NEWEST, s.epoch());
                                })
                        .earlier(2),
                new Row(
                                "where epochs end below the start",
                                s -> {
                                    s.produce(good());
                                    deleteRecords(s, DELETE_NEWEST, 0, 7);
                                    epochEnd(s, EPOCHS_NEWEST, s.firstEpoch());
                                    epochEnd(s, EPOCHS_NEWEST, s.epoch());
                                })
                        .earlier(2));
    }

    private static List<Row> refusedEpochEnds() {
        return List.of(
                new Row(
                                "epoch end: a fenced epoch",
                                s ->
                                        epochEnd(
                                                s,
                                                s.topic(),
                                                new OffsetForLeaderPartition()
                                                        .setCurrentLeaderEpoch(s.firstEpoch())
                                                        .setLeaderEpoch(s.firstEpoch())))
                        .earlier(1),
                new Row(
                                "epoch end: an epoch to come",
                                s ->
                                        epochEnd(
                                                s,
                                                s.topic(),
                                                new OffsetForLeaderPartition()
                                                        .setCurrentLeaderEpoch(s.epoch() + 1)
                                                        .setLeaderEpoch(s.firstEpoch())))
                        .earlier(1),
                new Row(
                        "epoch end: no such topic",
                        s ->
                                epochEnd(
                                        s,
                                        "nowhere",
                                        new OffsetForLeaderPartition().setLeaderEpoch(0))),
                new Row(
                        "epoch end: no such partition",
                        s ->
                                epochEnd(
                                        s,
                                        s.topic(),
                                        new OffsetForLeaderPartition()
                                                .setPartition(3)
                                                .setLeaderEpoch(0))));
    }

    private static void epochEnd(Scene scene, int version, int epoch) throws Exception {
        epochEnd(
                scene,
                version,
                scene.topic(),
                new OffsetForLeaderPartition().setLeaderEpoch(epoch));
    }

    private static void epochEnd(Scene scene, String topic, OffsetForLeaderPartition asked)
            throws Exception {
        epochEnd(scene, EPOCHS_NEWEST, topic, asked);
    }

    private static void epochEnd(
            Scene scene, int version, String topic, OffsetForLeaderPartition asked)
            throws Exception {
        var topics = new OffsetForLeaderTopicCollection();
        topics.add(new OffsetForLeaderTopic().setTopic(topic).setPartitions(List.of(asked)));
        scene.ask(
                ApiKeys.OFFSET_FOR_LEADER_EPOCH,
                version,
                new OffsetForLeaderEpochRequestData().setReplicaId(-1).setTopics(topics));
    }

    private static List<Row> deletions() {
        return List.of(
                new Row(
                                "delete records in every version",
                                s -> {
                                    for (int version = 0; version <= DELETE_NEWEST; version++) {
                                        deleteRecords(s, version, 0, version + 1);
                                    }
                                })
                        .earlier(2),
                new Row(
                                "delete records up to the high watermark",
                                s -> deleteRecords(s, DELETE_NEWEST, 0, -1))
                        .earlier(2),
                new Row(
                                "delete records beyond the high watermark",
                                s -> deleteRecords(s, DELETE_NEWEST, 0, 7))
                        .earlier(2),
                new Row(
                                "delete records below the start",
                                s -> {
                                    deleteRecords(s, DELETE_NEWEST, 0, 4);
                                    deleteRecords(s, DELETE_NEWEST, 0, 2);
                                })
                        .earlier(2),
                new Row(
                        "delete records of an empty log",
                        s -> {
                            deleteRecords(s, DELETE_NEWEST, 0, 0);
                            deleteRecords(s, DELETE_NEWEST, 0, -1);
                            deleteRecords(s, DELETE_NEWEST, 0, 1);
                        }),
                new Row("delete records at -2", s -> deleteRecords(s, DELETE_NEWEST, 0, -2))
                        .earlier(2),
                new Row(
                        "delete records: no such partition",
                        s -> deleteRecords(s, DELETE_NEWEST, 3, 1)),
                new Row(
                        "delete records: no such topic",
                        s -> deleteRecords(s, DELETE_NEWEST, "nowhere", 0, 1)),
                new Row(
                        "delete records: the coordinators' topic",
                        s -> deleteRecords(s, DELETE_NEWEST, "__consumer_offsets", 0, 0)),
                new Row(
                                "and a produce tells the start",
                                s -> {
                                    deleteRecords(s, DELETE_NEWEST, 0, 4);
                                    s.produce(good());
                                })
                        .earlier(2));
    }

    static void deleteRecords(Scene scene, int version, int partition, long offset)
            throws Exception {
        deleteRecords(scene, version, scene.topic(), partition, offset);
    }

    private static void deleteRecords(
            Scene scene, int version, String topic, int partition, long offset) throws Exception {
        var asked = new DeleteRecordsPartition().setPartitionIndex(partition).setOffset(offset);
        scene.ask(
                ApiKeys.DELETE_RECORDS,
                version,
                new DeleteRecordsRequestData()
                        .setTimeoutMs(10_000)
                        .setTopics(
                                List.of(
                                        new DeleteRecordsTopic()
                                                .setName(topic)
                                                .setPartitions(List.of(asked)))));
    }
}
