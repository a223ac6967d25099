"""The scenarios with kafka-python. Arguments: the bootstrap server and a prefix for names."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, OffsetAndMetadata, TopicPartition
from kafka.admin import NewTopic

from kafka.errors import ProducerFencedError

import harness
from harness import closing, equal, until


def consumer(*topics, group=None, **settings):
    return KafkaConsumer(
        *topics, bootstrap_servers=bootstrap, group_id=group, auto_offset_reset="earliest",
        enable_auto_commit=False, **settings)


def grouped(topic, group, session_ms):
    return consumer(topic, group=group, session_timeout_ms=session_ms, heartbeat_interval_ms=500)


def topic(name, partitions=1):
    with closing(KafkaAdminClient(bootstrap_servers=bootstrap)) as admin:
        admin.create_topics([NewTopic(f"{prefix}-{name}", partitions, 1)])
    return f"{prefix}-{name}"


def produce(to, records, **settings):
    """records: arguments of send()."""
    with closing(KafkaProducer(bootstrap_servers=bootstrap, **settings)) as producer:
        sent = [producer.send(to, **record) for record in records]
        producer.flush()
        for one in sent:
            one.get(timeout=harness.DEADLINE)


def take(reader, count):
    records = []
    until(
        lambda: len(records) >= count,
        f"{count} records",
        lambda: [records.extend(some) for some in reader.poll(500).values()])
    return records


def read(name, count, group=None):
    with closing(consumer(name, group=group)) as reader:
        return take(reader, count)


def create():
    name = topic("create", 3)
    with closing(consumer()) as reader:
        equal(reader.partitions_for_topic(name), {0, 1, 2}, "partitions")


def codec(kind):
    name = topic(kind)
    settings = {} if kind == "none" else {"compression_type": kind}
    produce(name, [{"value": value} for value in harness.values()], linger_ms=20, **settings)
    equal([r.value for r in read(name, harness.RECORDS)], harness.values(), "values")


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
    harness.check_keyed([(r.partition, r.key, r.value) for r in records])


def order():
    name = topic("order", 3)
    produce(name, [{"key": key, "value": value} for key, value in harness.keyed()])
    keyed(name, f"{prefix}-order")


def again():
    keyed(f"{prefix}-order", f"{prefix}-again")
    keyed(f"{prefix}-order", None)


def with_second(name, session_ms, then):
    group = name = topic(name, 4)
    with closing(grouped(name, group, session_ms)) as first:
        owned = lambda: {p.partition for p in first.assignment()}
        poll = lambda: first.poll(200)
        until(lambda: len(owned()) == 4, "the first member has all partitions", poll)
        with harness.Member(bootstrap, name, group, session_ms) as second:
            until(
                lambda: len(owned()) == 2 and second.assigned == {0, 1, 2, 3} - owned(),
                "two partitions each", poll)
            then(second)
            until(lambda: len(owned()) == 4, "the first member has all partitions again", poll)
        produce(name, [{"value": b"%d" % p, "partition": p} for p in range(4)])
        equal({r.partition for r in take(first, 4)}, {0, 1, 2, 3}, "partitions read")


def split():
    with_second("split", harness.LEAVING_SESSION_MS, harness.Member.leave)


def takeover():
    with_second("takeover", harness.DYING_SESSION_MS, harness.Member.die)


def resume():
    name = group = topic("resume")
    produce(name, [{"value": b"%d" % i} for i in range(20)])
    with closing(consumer(name, group=group, max_poll_records=10)) as reader:
        taken = take(reader, 10)
        equal(len(taken), 10, "records of the first consumer")
        reader.commit({TopicPartition(name, 0): OffsetAndMetadata(10, "", -1)})
    with closing(consumer(name, group=group)) as reader:
        equal([r.offset for r in take(reader, 10)], list(range(10, 20)), "offsets after the commit")
        equal(reader.committed(TopicPartition(name, 0)), 10, "committed offset")


def headers():
    name = topic("headers")
    sent = [("a", b"1"), ("b", b""), ("a", b"2")]
    produce(name, [{"value": b"v", "headers": sent}])
    equal([tuple(h) for h in read(name, 1)[0].headers], sent, "headers")


def sizes():
    name = topic("sizes")
    produce(name, [{"key": b"k", "value": v} for v in (b"", harness.million())])
    equal([r.value for r in read(name, 2)], [b"", harness.million()], "values")


def nulls():
    name = topic("nulls")
    sent = [(None, b"v"), (b"k", None)]  # this client refuses to send neither
    with closing(KafkaProducer(bootstrap_servers=bootstrap)) as producer:
        for key, value in sent:
            producer.send(name, key=key, value=value, partition=0).get(timeout=harness.DEADLINE)
    equal([(r.key, r.value) for r in read(name, len(sent))], sent, "keys and values")


def transactional(name):
    producer = KafkaProducer(bootstrap_servers=bootstrap, transactional_id=name)
    producer.init_transactions()
    return producer


def write(producer, name, value):
    """Into every partition; returns the values."""
    values = harness.transaction_values(value)
    sent = [producer.send(name, value=one, partition=i % 3) for i, one in enumerate(values)]
    producer.flush()
    for one in sent:
        one.get(timeout=harness.DEADLINE)
    return values


def isolated(name, isolation):
    reader = consumer(isolation_level=isolation)
    reader.assign([TopicPartition(name, p) for p in range(3)])
    return reader


def transacted(name, count, isolation):
    with closing(isolated(name, isolation)) as reader:
        return sorted(r.value for r in take(reader, count))


def commit():
    name = topic("commit", 3)
    with closing(transactional(name)) as producer, closing(isolated(name, "read_committed")) as reader:
        producer.begin_transaction()
        sent = write(producer, name, "committed")
        equal(transacted(name, len(sent), "read_uncommitted"), sent, "what is written")
        equal(reader.poll(harness.LOOK * 1000), {}, "read before the commit")
        equal(set(reader.end_offsets(reader.assignment()).values()), {0}, "last stable offsets")
        producer.commit_transaction()
        equal(sorted(r.value for r in take(reader, len(sent))), sent, "read after the commit")


def offsets():
    source, to = topic("offsets-from"), topic("offsets-to", 3)
    produce(source, [{"value": b"%d" % i} for i in range(3)])
    place = TopicPartition(source, 0)
    with closing(transactional(source)) as producer, closing(consumer(source, group=source)) as reader:
        following = take(reader, 3)[-1].offset + 1
        producer.begin_transaction()
        sent = write(producer, to, "made of them")
        producer.send_offsets_to_transaction(
            {place: OffsetAndMetadata(following, "", -1)}, reader.group_metadata())
        producer.commit_transaction()
        equal(transacted(to, len(sent), "read_committed"), sent, "records")
        equal(reader.committed(place), 3, "committed offset")
        producer.begin_transaction()
        write(producer, to, "of an aborted one")
        producer.send_offsets_to_transaction({place: OffsetAndMetadata(1, "", -1)}, reader.group_metadata())
        producer.abort_transaction()
        equal(reader.committed(place), 3, "offset after an aborted one")


def abort():
    name = topic("abort", 3)
    with closing(transactional(name)) as producer:
        producer.begin_transaction()
        lost = write(producer, name, "aborted")
        producer.abort_transaction()
        producer.begin_transaction()
        kept = write(producer, name, "later")
        producer.commit_transaction()
    equal(transacted(name, len(kept), "read_committed"), kept, "read_committed")
    equal(transacted(name, len(lost + kept), "read_uncommitted"), lost + kept, "read_uncommitted")


def fence():
    name = topic("fence", 3)
    with closing(transactional(name)) as first:
        first.begin_transaction()
        write(first, name, "of the first")
        with closing(transactional(name)) as second:
            try:
                first.commit_transaction()
                raise AssertionError("the first producer was not shut out")
            except ProducerFencedError:
                pass
            second.begin_transaction()
            sent = write(second, name, "of the second")
            second.commit_transaction()
    equal(transacted(name, len(sent), "read_committed"), sent, "records")


if sys.argv[1] == "member":
    bootstrap = sys.argv[2]
    member = grouped(sys.argv[3], sys.argv[4], int(sys.argv[5]))
    harness.be_member(
        lambda: member.poll(200),
        lambda: [p.partition for p in member.assignment()],
        member.close)
else:
    bootstrap, prefix = sys.argv[1:3]
    harness.run([
        create, none, gzip, snappy, lz4, zstd, order, again, split, takeover, resume, headers, sizes, nulls,
        commit, offsets, abort, fence])
