package dev.reservoir.testing.likekafka;

import static dev.reservoir.testing.likekafka.Batches.at;
import static dev.reservoir.testing.likekafka.Batches.good;

import dev.reservoir.testing.attack.RawBatch;

import org.apache.kafka.common.record.internal.CompressionType;

import java.util.ArrayList;
import java.util.List;

/** Produce: what holds for the records within a batch, their timestamps above all. */
final class RecordRows {
    private static final String CLOSED =
            "compressed batches stay closed; the checksum says that they came as they were sent";
    private static final String HOUR = "3600000";
    private static final int HOUR_MS = 3_600_000;

    /** Places within the first record of {@link Batches#good}. */
    private static final int RECORD_LENGTH = RawBatch.RECORDS;

    private static final int RECORD_ATTRIBUTES = RawBatch.RECORDS + 1;
    private static final int OFFSET_DELTA = RawBatch.RECORDS + 3;
    private static final int KEY_LENGTH = RawBatch.RECORDS + 4;
    private static final int VALUE_LENGTH = RawBatch.RECORDS + 8;
    private static final int HEADER_COUNT = RawBatch.RECORDS + 14;

    private RecordRows() {}

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(timestamps());
        rows.addAll(timestampTypes());
        rows.addAll(records());
        rows.addAll(compressed());
        return rows;
    }

    private static Row.Play kept(RawBatch batch) {
        return s -> {
            s.produce(batch);
            s.stored();
        };
    }

    private static Row bounded(String title, RawBatch batch) {
        return new Row(title, kept(batch))
                .config("message.timestamp.before.max.ms", "7200000")
                .config("message.timestamp.after.max.ms", HOUR);
    }

    private static List<Row> timestamps() {
        long tooOld = -3L * HOUR_MS;
        long tooNew = 3L * HOUR_MS;
        return List.of(
                bounded("timestamps in range", at(0, 1)),
                bounded("all too old", at(tooOld, tooOld)),
                bounded("the first too old", at(tooOld, 0, 0)),
                bounded("two in the middle too old", at(0, tooOld, tooOld, 0)),
                bounded("one too new", at(0, 0, tooNew)),
                bounded("too old and too new", at(0, tooOld, tooNew, 0)),
                bounded("no timestamps", Batches.withoutTime()),
                bounded(
                        "the largest timestamp is stated too large",
                        good().withLong(RawBatch.MAX_TIMESTAMP, Transcript.CLIENT_TIME + 500)
                                .sealed()),
                bounded(
                        "the largest timestamp is stated too small",
                        good().withLong(RawBatch.MAX_TIMESTAMP, Transcript.CLIENT_TIME - 500)
                                .sealed()),
                bounded(
                        "the largest timestamp is stated out of range",
                        good().withLong(RawBatch.MAX_TIMESTAMP, Transcript.CLIENT_TIME + tooNew)
                                .sealed()),
                bounded("gzip: the first too old", at(tooOld, 0, 0).gzipped()),
                bounded("gzip: two in the middle too old", at(0, tooOld, tooOld, 0).gzipped()),
                bounded("gzip: one too new", at(0, 0, tooNew).gzipped()),
                bounded("gzip: too old and too new", at(0, tooOld, tooNew, 0).gzipped()),
                bounded(
                        "gzip: the largest timestamp is stated too large",
                        good().withLong(RawBatch.MAX_TIMESTAMP, Transcript.CLIENT_TIME + 500)
                                .gzipped()),
                bounded(
                        "gzip: one too new that the header hides",
                        at(0, 0, tooNew)
                                .withLong(RawBatch.MAX_TIMESTAMP, Transcript.CLIENT_TIME)
                                .gzipped()),
                new Row("a day old, without a bound", kept(at(-24L * HOUR_MS))),
                new Row("two hours ahead, the default bound", kept(at(3L * HOUR_MS))));
    }

    private static List<Row> timestampTypes() {
        return List.of(
                new Row("LogAppendTime", kept(good()))
                        .config("message.timestamp.type", "LogAppendTime"),
                new Row("LogAppendTime, gzip", kept(good().gzipped()))
                        .config("message.timestamp.type", "LogAppendTime"),
                new Row("LogAppendTime, timestamps out of range", kept(at(0, 30L * HOUR_MS)))
                        .config("message.timestamp.type", "LogAppendTime"),
                new Row(
                                "LogAppendTime, already stated so",
                                kept(good().withShort(RawBatch.ATTRIBUTES, 8).sealed()))
                        .config("message.timestamp.type", "LogAppendTime"),
                new Row(
                        "a client that states LogAppendTime where CreateTime holds",
                        kept(good().withShort(RawBatch.ATTRIBUTES, 8).sealed())),
                new Row(
                        "the same, gzip",
                        kept(good().withShort(RawBatch.ATTRIBUTES, 8).gzipped())));
    }

    private static List<Row> records() {
        return List.of(
                new Row(
                        "a record with attributes",
                        s -> s.produce(good().withByte(RECORD_ATTRIBUTES, 1).sealed())),
                new Row(
                        "an offset delta out of order",
                        s -> s.produce(good().withByte(OFFSET_DELTA, 4).sealed())),
                new Row(
                        "a record longer than it is",
                        s -> s.produce(good().withByte(RECORD_LENGTH, 60).sealed())),
                new Row(
                        "a record shorter than it is",
                        s -> s.produce(good().withByte(RECORD_LENGTH, 20).sealed())),
                new Row(
                        "a record of length -1",
                        s -> s.produce(good().withByte(RECORD_LENGTH, 1).sealed())),
                new Row(
                        "a key longer than its record",
                        s -> s.produce(good().withByte(KEY_LENGTH, 100).sealed())),
                new Row(
                        "a key of length -2",
                        s -> s.produce(good().withByte(KEY_LENGTH, 3).sealed())),
                new Row(
                        "a value longer than its record",
                        s -> s.produce(good().withByte(VALUE_LENGTH, 100).sealed())),
                new Row(
                        "a count of headers below zero",
                        s -> s.produce(good().withByte(HEADER_COUNT, 1).sealed())),
                new Row(
                        "headers that are not there",
                        s -> s.produce(good().withByte(HEADER_COUNT, 8).sealed())));
    }

    private static List<Row> compressed() {
        List<Row> rows = new ArrayList<>();
        for (CompressionType type : CompressionType.values()) {
            rows.add(
                    new Row(
                            type.name + " in every version",
                            s -> {
                                for (int version = 3; version <= 13; version++) {
                                    s.produce(version, -1, Batches.compressed(type).bytes());
                                }
                                s.stored();
                            }));
        }
        rows.addAll(
                List.of(
                        new Row(
                                        "gzip: not gzip",
                                        s -> s.produce(good().withRecords(new byte[50], 1)))
                                .but("errorCode", "UNKNOWN_SERVER_ERROR", "NONE", CLOSED)
                                .but("baseOffset", "-1", "0", CLOSED),
                        new Row("gzip: nothing", s -> s.produce(good().withRecords(new byte[0], 1)))
                                .but("errorCode", "UNKNOWN_SERVER_ERROR", "NONE", CLOSED)
                                .but("baseOffset", "-1", "0", CLOSED),
                        new Row("lz4: not lz4", s -> s.produce(good().withRecords(new byte[50], 3)))
                                .but("errorCode", "UNKNOWN_SERVER_ERROR", "NONE", CLOSED)
                                .but("baseOffset", "-1", "0", CLOSED),
                        new Row(
                                        "gzip: fewer records than stated",
                                        s ->
                                                s.produce(
                                                        good().withInt(RawBatch.COUNT, 4)
                                                                .withInt(
                                                                        RawBatch.LAST_OFFSET_DELTA,
                                                                        3)
                                                                .gzipped()))
                                .but("errorCode", "INVALID_RECORD", "NONE", CLOSED)
                                .but("baseOffset", "-1", "0", CLOSED),
                        new Row(
                                        "gzip: more records than stated",
                                        s ->
                                                s.produce(
                                                        good().withInt(RawBatch.COUNT, 2)
                                                                .withInt(
                                                                        RawBatch.LAST_OFFSET_DELTA,
                                                                        1)
                                                                .gzipped()))
                                .but("errorCode", "INVALID_RECORD", "NONE", CLOSED)
                                .but("baseOffset", "-1", "0", CLOSED),
                        new Row(
                                        "gzip: an offset delta out of order",
                                        s -> s.produce(good().withByte(OFFSET_DELTA, 4).gzipped()))
                                .but("errorCode", "UNKNOWN_SERVER_ERROR", "NONE", CLOSED)
                                .but("baseOffset", "-1", "0", CLOSED),
                        new Row(
                                "gzip: a record with attributes",
                                s -> s.produce(good().withByte(RECORD_ATTRIBUTES, 1).gzipped())),
                        new Row(
                                        "gzip: a key longer than its record",
                                        s -> s.produce(good().withByte(KEY_LENGTH, 100).gzipped()))
                                .but("errorCode", "INVALID_RECORD", "NONE", CLOSED)
                                .but("baseOffset", "-1", "0", CLOSED),
                        new Row(
                                "gzip: a wrong checksum",
                                s -> s.produce(good().gzipped().withWrongChecksum()))));
        return rows;
    }
}
