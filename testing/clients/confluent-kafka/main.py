"""The scenarios with confluent-kafka (librdkafka). Arguments: the bootstrap server and a prefix for names."""

import pathlib
import sys
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

import harness
from harness import closing, equal, until


def consumer(name, group=None, session_ms=45_000, isolation="read_committed"):
    """Without a group it gets one that nobody else has."""
    reader = Consumer({
        "bootstrap.servers": bootstrap,
        "group.id": group or str(uuid.uuid4()),
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
        "session.timeout.ms": session_ms,
        "heartbeat.interval.ms": 500,
        "isolation.level": isolation,
    })
    reader.subscribe([name])
    return reader


def topic(name, partitions=1):
    admin = AdminClient({"bootstrap.servers": bootstrap})
    created = admin.create_topics([NewTopic(f"{prefix}-{name}", partitions, 1)])
    created[f"{prefix}-{name}"].result(harness.DEADLINE)
    return f"{prefix}-{name}"


def produce(name, records, **settings):
    """records: arguments of produce()."""
    errors = []
    producer = Producer({
        "bootstrap.servers": bootstrap,
        "message.max.bytes": 1_048_588,
        **{key.replace("_", "."): value for key, value in settings.items()},
    })
    for record in records:
        producer.produce(name, **record, on_delivery=lambda error, _: error and errors.append(error))
    equal(producer.flush(harness.DEADLINE), 0, "records not delivered")
    equal(errors, [], "errors")


def take(reader, count):
    records = []

    def poll():
        for message in reader.consume(count - len(records), 0.5):
            if message.error():
                raise KafkaException(message.error())
            records.append(message)

    until(lambda: len(records) >= count, f"{count} records", poll)
    return records


def read(name, count, group=None, isolation="read_committed"):
    with closing(consumer(name, group, isolation=isolation)) as reader:
        return take(reader, count)


def create():
    name = topic("create", 3)
    metadata = AdminClient({"bootstrap.servers": bootstrap}).list_topics(timeout=harness.DEADLINE)
    equal(sorted(metadata.topics[name].partitions), [0, 1, 2], "partitions")


def codec(kind):
    name = topic(kind)
    records = [{"value": value} for value in harness.values()]
    produce(name, records, linger_ms=20, compression_type=kind)
    equal([r.value() for r in read(name, harness.RECORDS)], harness.values(), "values")


def none():
    codec("none")


def gzip():
    codec("gzip")


def snappy():
    codec("snappy")


def lz4():
    codec("lz4")


def zstd():
    codec("zstd")


def keyed(name, group):
    records = read(name, harness.RECORDS, group)
    harness.check_keyed([(r.partition(), r.key(), r.value()) for r in records])


def order():
    name = topic("order", 3)
    produce(name, [{"key": key, "value": value} for key, value in harness.keyed()])
    keyed(name, f"{prefix}-order")


def again():
    keyed(f"{prefix}-order", f"{prefix}-again")


def with_second(name, session_ms, then):
    group = name = topic(name, 4)
    with closing(consumer(name, group, session_ms)) as first:
        owned = lambda: {p.partition for p in first.assignment()}
        poll = lambda: first.poll(0.2)
        until(lambda: len(owned()) == 4, "the first member has all partitions", poll)
        with harness.Member(bootstrap, name, group, session_ms) as second:
            until(
                lambda: len(owned()) == 2 and second.assigned == {0, 1, 2, 3} - owned(),
                "two partitions each", poll)
            then(second)
            until(lambda: len(owned()) == 4, "the first member has all partitions again", poll)
        produce(name, [{"value": b"%d" % p, "partition": p} for p in range(4)])
        equal({r.partition() for r in take(first, 4)}, {0, 1, 2, 3}, "partitions read")


def split():
    with_second("split", harness.LEAVING_SESSION_MS, harness.Member.leave)


def takeover():
    with_second("takeover", harness.DYING_SESSION_MS, harness.Member.die)


def resume():
    name = group = topic("resume")
    produce(name, [{"value": b"%d" % i} for i in range(20)])
    with closing(consumer(name, group)) as reader:
        reader.commit(take(reader, 10)[-1], asynchronous=False)
    with closing(consumer(name, group)) as reader:
        equal([r.offset() for r in take(reader, 10)], list(range(10, 20)), "offsets after the commit")
        committed = reader.committed([TopicPartition(name, 0)], harness.DEADLINE)
        equal(committed[0].offset, 10, "committed offset")


def headers():
    name = topic("headers")
    sent = [("a", b"1"), ("b", b""), ("a", b"2")]
    produce(name, [{"value": b"v", "headers": sent}])
    equal(read(name, 1)[0].headers(), sent, "headers")


def sizes():
    name = topic("sizes")
    produce(name, [{"key": b"k", "value": v} for v in (b"", harness.million())])
    equal([r.value() for r in read(name, 2)], [b"", harness.million()], "values")


def nulls():
    name = topic("nulls")
    sent = [(None, b"v"), (b"k", None), (None, None)]
    produce(name, [{"key": k, "value": v} for k, v in sent])
    equal([(r.key(), r.value()) for r in read(name, len(sent))], sent, "keys and values")


def transactional(name):
    producer = Producer({"bootstrap.servers": bootstrap, "transactional.id": name})
    producer.init_transactions(harness.DEADLINE)
    return producer


def write(producer, name, value):
    """Into every partition; returns the values."""
    values = harness.transaction_values(value)
    for i, one in enumerate(values):
        producer.produce(name, value=one, partition=i % 3)
    equal(producer.flush(harness.DEADLINE), 0, "records not delivered")
    return values


def transacted(name, count, isolation):
    return sorted(r.value() for r in read(name, count, isolation=isolation))


def commit():
    name = topic("commit", 3)
    producer = transactional(name)
    with closing(consumer(name)) as reader:
        producer.begin_transaction()
        sent = write(producer, name, "committed")
        equal(transacted(name, len(sent), "read_uncommitted"), sent, "what is written")
        until(lambda: len(reader.assignment()) == 3, "an assignment", lambda: equal(reader.poll(0.2), None, "read early"))
        equal(reader.consume(1, harness.LOOK), [], "read before the commit")
        producer.commit_transaction(harness.DEADLINE)
        equal(sorted(r.value() for r in take(reader, len(sent))), sent, "read after the commit")


def offsets():
    source, to = topic("offsets-from"), topic("offsets-to", 3)
    produce(source, [{"value": b"%d" % i} for i in range(3)])
    producer = transactional(source)
    with closing(consumer(source, source)) as reader:
        stored = lambda: reader.committed([TopicPartition(source, 0)], harness.DEADLINE)[0].offset
        following = take(reader, 3)[-1].offset() + 1
        producer.begin_transaction()
        sent = write(producer, to, "made of them")
        producer.send_offsets_to_transaction(
            [TopicPartition(source, 0, following)], reader.consumer_group_metadata(), harness.DEADLINE)
        producer.commit_transaction(harness.DEADLINE)
        equal(transacted(to, len(sent), "read_committed"), sent, "records")
        equal(stored(), 3, "committed offset")
        producer.begin_transaction()
        write(producer, to, "of an aborted one")
        producer.send_offsets_to_transaction(
            [TopicPartition(source, 0, 1)], reader.consumer_group_metadata(), harness.DEADLINE)
        producer.abort_transaction(harness.DEADLINE)
        equal(stored(), 3, "offset after an aborted one")


def abort():
    name = topic("abort", 3)
    producer = transactional(name)
    producer.begin_transaction()
    lost = write(producer, name, "aborted")
    producer.abort_transaction(harness.DEADLINE)
    producer.begin_transaction()
    kept = write(producer, name, "later")
    producer.commit_transaction(harness.DEADLINE)
    equal(transacted(name, len(kept), "read_committed"), kept, "read_committed")
    equal(transacted(name, len(lost + kept), "read_uncommitted"), lost + kept, "read_uncommitted")


def fence():
    name = topic("fence", 3)
    first = transactional(name)
    first.begin_transaction()
    write(first, name, "of the first")
    second = transactional(name)
    try:
        first.commit_transaction(harness.DEADLINE)
        raise AssertionError("the first producer was not shut out")
    except KafkaException as e:
        equal((e.args[0].code(), e.args[0].fatal()), (KafkaError._FENCED, True), "error of the first")
    second.begin_transaction()
    sent = write(second, name, "of the second")
    second.commit_transaction(harness.DEADLINE)
    equal(transacted(name, len(sent), "read_committed"), sent, "records")


if sys.argv[1] == "member":
    bootstrap = sys.argv[2]
    member = consumer(sys.argv[3], sys.argv[4], int(sys.argv[5]))
    harness.be_member(
        lambda: member.poll(0.2),
        lambda: [p.partition for p in member.assignment()],
        member.close)
else:
    bootstrap, prefix = sys.argv[1:3]
    harness.run([
        create, none, gzip, snappy, lz4, zstd, order, again, split, takeover, resume, headers, sizes, nulls,
        commit, offsets, abort, fence])
