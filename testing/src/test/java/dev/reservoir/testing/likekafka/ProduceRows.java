package dev.reservoir.testing.likekafka;

import static dev.reservoir.testing.likekafka.Batches.at;
import static dev.reservoir.testing.likekafka.Batches.good;

import dev.reservoir.testing.attack.RawBatch;
import dev.reservoir.testing.attack.Requests;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;

import java.util.ArrayList;
import java.util.List;

/** Produce: what holds for a request and for a batch's header. */
final class ProduceRows {
    private static final String SENT_TWICE =
            "of CreateTime there is no append time, sent again or not";
    private static final String EPOCH = "a producer id without an epoch could never be fenced";
    private static final String ROOM = "a segment takes a larger batch when it is the first in it";
    private static final String NAMED =
            "the rule that is broken is named; it is no damage that passes when it is sent again";
    private static final String ONE_BROKER =
            "one broker is one replica, and this one does not pretend to have more";
    private static final int OLDEST = 3;
    private static final int NEWEST = 13;
    private static final int BY_NAME = 12;

    private ProduceRows() {}

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(requests());
        rows.addAll(targets());
        rows.addAll(headers());
        rows.addAll(sizes());
        rows.addAll(producers());
        return rows;
    }

    private static List<Row> requests() {
        return List.of(
                new Row(
                        "produce in every version",
                        s -> {
                            for (int version = OLDEST; version <= NEWEST; version++) {
                                s.produce(version, -1, good().bytes());
                            }
                            s.stored();
                        }),
                new Row(
                        "a refusal in every version",
                        s -> {
                            for (int version = OLDEST; version <= NEWEST; version++) {
                                s.produce(version, -1, good().withWrongChecksum().bytes());
                            }
                        }),
                new Row("acks=1", s -> s.produce(BY_NAME, 1, good().bytes())),
                new Row("acks=2", s -> s.produce(BY_NAME, 2, good().bytes())),
                new Row("acks=-2", s -> s.produce(BY_NAME, -2, good().bytes())),
                new Row(
                        "acks=0 and an error",
                        s -> s.produce(BY_NAME, 0, good().withWrongChecksum().bytes())),
                new Row("no records: empty", s -> s.produce(new byte[0])),
                new Row("min.insync.replicas=2, acks=all", s -> s.produce(good()))
                        .config("min.insync.replicas", "2")
                        .but("errorCode", "NONE", "NOT_ENOUGH_REPLICAS", ONE_BROKER)
                        .but("baseOffset", "0", "-1", ONE_BROKER)
                        .but("logStartOffset", "0", "-1", ONE_BROKER),
                new Row("min.insync.replicas=2, acks=1", s -> s.produce(BY_NAME, 1, good().bytes()))
                        .config("min.insync.replicas", "2"));
    }

    private static List<Row> targets() {
        return List.of(
                new Row(
                        "no such topic",
                        s ->
                                s.produce(
                                        BY_NAME,
                                        -1,
                                        new TopicProduceData().setName("nowhere"),
                                        0,
                                        good().bytes())),
                new Row(
                        "a name that no topic can have",
                        s ->
                                s.produce(
                                        BY_NAME,
                                        -1,
                                        new TopicProduceData().setName("a b"),
                                        0,
                                        good().bytes())),
                new Row(
                        "no such topic id",
                        s ->
                                s.produce(
                                        NEWEST,
                                        -1,
                                        new TopicProduceData().setTopicId(Scene.NO_SUCH_ID),
                                        0,
                                        good().bytes())),
                new Row(
                        "the zero topic id",
                        s ->
                                s.produce(
                                        NEWEST,
                                        -1,
                                        new TopicProduceData().setTopicId(Uuid.ZERO_UUID),
                                        0,
                                        good().bytes())),
                new Row("a partition too high, by name", s -> toPartition(s, BY_NAME, 7)),
                new Row("a partition too high, by id", s -> toPartition(s, NEWEST, 7)),
                new Row("a partition below zero", s -> toPartition(s, BY_NAME, -1)),
                new Row(
                        "the coordinators' topic",
                        s ->
                                s.produce(
                                        BY_NAME,
                                        -1,
                                        new TopicProduceData().setName("__consumer_offsets"),
                                        0,
                                        good().bytes())));
    }

    private static void toPartition(Scene scene, int version, int partition) throws Exception {
        var topic = new TopicProduceData();
        if (version <= BY_NAME) {
            topic.setName(scene.topic());
        } else {
            topic.setTopicId(scene.id());
        }
        scene.produce(version, -1, topic, partition, good().bytes());
    }

    private static List<Row> headers() {
        return List.of(
                new Row("a wrong checksum", s -> s.produce(good().withWrongChecksum())),
                new Row(
                        "a bit flipped in a record",
                        s -> s.produce(good().withByte(RawBatch.RECORDS + 3, 99))),
                new Row("magic 0", s -> s.produce(good().withByte(RawBatch.MAGIC, 0).sealed())),
                new Row("magic 1", s -> s.produce(good().withByte(RawBatch.MAGIC, 1).sealed())),
                new Row("magic 3", s -> s.produce(good().withByte(RawBatch.MAGIC, 3).sealed())),
                new Row("magic -1", s -> s.produce(good().withByte(RawBatch.MAGIC, -1).sealed())),
                new Row("a message of format 0", s -> s.produce(Batches.ofFormat(0))),
                new Row("a message of format 1", s -> s.produce(Batches.ofFormat(1))),
                new Row("length -1", s -> s.produce(good().withInt(RawBatch.LENGTH, -1))),
                new Row("length 0", s -> s.produce(good().withInt(RawBatch.LENGTH, 0))),
                new Row(
                        "length less than a header",
                        s -> s.produce(good().withInt(RawBatch.LENGTH, 48))),
                new Row(
                        "length beyond the end",
                        s -> s.produce(good().withInt(RawBatch.LENGTH, 1000))),
                new Row("less than a header", s -> s.produce(new byte[11])),
                new Row(
                        "two batches",
                        s -> s.produce(Requests.join(good().bytes(), good().bytes()))),
                new Row(
                                "bytes behind the batch",
                                s -> s.produce(Requests.join(good().bytes(), new byte[20])))
                        .but("errorCode", "CORRUPT_MESSAGE", "INVALID_RECORD", NAMED),
                new Row(
                        "a control batch",
                        s -> s.produce(good().withShort(RawBatch.ATTRIBUTES, 0x20).sealed())),
                new Row("a base offset of 5", s -> s.produce(good().withLong(0, 5))),
                new Row(
                        "a leader epoch of 99",
                        s -> {
                            s.produce(good().withInt(RawBatch.LEADER_EPOCH, 99));
                            s.stored();
                        }),
                new Row(
                        "record count 2 of 3",
                        s -> s.produce(good().withInt(RawBatch.COUNT, 2).sealed())),
                new Row("record count 2 of 3, delta as well", s -> s.produce(counting(2))),
                new Row("record count 4 of 3", s -> s.produce(counting(4))),
                new Row("record count 0", s -> s.produce(counting(0))),
                new Row("record count -1", s -> s.produce(counting(-1))),
                new Row(
                                "compression type 5",
                                s -> s.produce(good().withShort(RawBatch.ATTRIBUTES, 5).sealed()))
                        .but("errorCode", "UNKNOWN_SERVER_ERROR", "INVALID_RECORD", NAMED),
                new Row(
                        "unknown attribute bits",
                        s -> s.produce(good().withShort(RawBatch.ATTRIBUTES, 0x4000).sealed())),
                new Row(
                        "a delete horizon by a client",
                        s -> s.produce(good().withShort(RawBatch.ATTRIBUTES, 0x40).sealed())));
    }

    private static RawBatch counting(int records) {
        return good().withInt(RawBatch.COUNT, records)
                .withInt(RawBatch.LAST_OFFSET_DELTA, records - 1)
                .sealed();
    }

    private static List<Row> sizes() {
        return List.of(
                new Row("larger than max.message.bytes", s -> s.produce(good()))
                        .config("max.message.bytes", "80"),
                new Row("just max.message.bytes", s -> s.produce(good()))
                        .config("max.message.bytes", Integer.toString(good().bytes().length)),
                new Row(
                                "compressed, larger than max.message.bytes",
                                s -> s.produce(good().gzipped()))
                        .config("max.message.bytes", "80"),
                new Row(
                                "compressed, max.message.bytes only when opened",
                                s -> s.produce(Batches.zeros(5_000).gzipped()))
                        .config("max.message.bytes", "1000"),
                new Row("larger than a segment", s -> s.produce(Batches.zeros(1_500_000)))
                        .config("max.message.bytes", "2000000")
                        .config("segment.bytes", "1048576")
                        .but("errorCode", "RECORD_LIST_TOO_LARGE", "NONE", ROOM)
                        .but("baseOffset", "-1", "0", ROOM));
    }

    private static List<Row> producers() {
        return List.of(
                new Row(
                                "a producer's sequence: first, again, next, gap, old epoch",
                                s -> {
                                    s.produce(by(7, 0, 0));
                                    s.produce(by(7, 0, 0));
                                    s.produce(by(7, 0, 3));
                                    s.produce(by(7, 0, 9));
                                    s.produce(by(7, 1, 0));
                                    s.produce(by(7, 0, 6));
                                    s.stored();
                                })
                        .but("logAppendTimeMs", "T+0", "-1", SENT_TWICE),
                new Row("a new producer that does not begin with 0", s -> s.produce(by(8, 0, 5))),
                new Row(
                        "a new epoch that does not begin with 0",
                        s -> {
                            s.produce(by(9, 0, 0));
                            s.produce(by(9, 1, 4));
                        }),
                new Row(
                        "part of a batch again",
                        s -> {
                            s.produce(by(10, 0, 0));
                            s.produce(by(10, 0, 1));
                        }),
                new Row("a producer without a sequence", s -> s.produce(by(11, 0, -1))),
                new Row("a producer without an epoch", s -> s.produce(by(12, -1, 0)))
                        .but("errorCode", "NONE", "INVALID_RECORD", EPOCH)
                        .but("baseOffset", "0", "-1", EPOCH),
                new Row(
                        "a sequence without a producer",
                        s -> {
                            s.produce(by(-1, 0, 0));
                            s.stored();
                        }),
                new Row(
                        "sequences that wrap",
                        s -> {
                            s.produce(by(13, 0, Integer.MAX_VALUE - 1));
                            s.produce(by(13, 0, 1));
                        }));
    }

    private static RawBatch by(long producer, int epoch, int sequence) {
        return at(0, 0, 0)
                .withLong(RawBatch.PRODUCER_ID, producer)
                .withShort(RawBatch.PRODUCER_EPOCH, epoch)
                .withInt(RawBatch.BASE_SEQUENCE, sequence)
                .sealed();
    }
}
