package dev.reservoir.meta.config;

/**
 * The configs of a broker that are served: Kafka's, with Apache Kafka 4.3.1's types, ranges and
 * defaults, and our own. Defaults that differ from Kafka's: {@code log.dirs} (not below /tmp),
 * {@code node.id} (Kafka has none), {@code offsets.topic.replication.factor} and {@code
 * transaction.state.log.replication.factor} (there is one broker) and {@code
 * group.initial.rebalance.delay.ms} (ADR 13).
 */
public final class BrokerKeys {
    public static final String ADVERTISED_LISTENERS = "advertised.listeners";
    public static final String BROKER_ID = "broker.id";
    public static final String LISTENERS = "listeners";
    public static final String LOG_DIR = "log.dir";
    public static final String LOG_DIRS = "log.dirs";
    public static final String NODE_ID = "node.id";

    private static final String TABLE =
            """
            advertised.listeners|list|-||What clients are told to connect to, as NAME://host:port. Without it, the listener's own host, or the address that the client reached.
            auto.create.topics.enable|boolean|true||Whether a topic that a client asks for is made when it does not exist.
            broker.id|int|-1||Older name of node.id; -1 when node.id says it.
            broker.rack|string|-||The rack that clients are told this broker is in.
            commit.max.bytes|int|8388608|>=4096|Bytes that one commit of the journal holds at most, but for a single larger write.
            compression.gzip.level|int|-1|gzip|Default of the topics' compression.gzip.level. No effect: batches stay as producers compressed them.
            compression.lz4.level|int|9|1..17|Default of the topics' compression.lz4.level. No effect: batches stay as producers compressed them.
            compression.type|string|producer|{uncompressed,zstd,lz4,snappy,gzip,producer}|Default of the topics' compression.type.
            compression.zstd.level|int|3|-131072..22|Default of the topics' compression.zstd.level. No effect: batches stay as producers compressed them.
            connections.max.idle.ms|long|600000||Milliseconds after which a connection without a request is closed.
            default.replication.factor|int|1||Replicas of a topic that is created without saying how many. One broker can hold one.
            delete.topic.enable|boolean|true||Whether topics can be deleted.
            disk.reserve.bytes|long|268435456|>=0|Bytes of free disk that writes leave to deletion, retention and the journal.
            fetch.max.bytes|int|57671680|>=1024|Bytes that the answer to one fetch holds at most, but for a first batch that is larger.
            flush.policy|string|sync|{sync,os}|When a write is acknowledged: sync, after it is on the disk; os, after the operating system has it, as Kafka does, so that a power cut may take it back.
            group.initial.rebalance.delay.ms|int|0||Milliseconds that an empty group waits for more members before its first assignment. Where many start at once, 3000 saves them rebalances.
            group.max.session.timeout.ms|int|1800000||Longest session timeout, in milliseconds, that a member of a group may ask for.
            group.max.size|int|2147483647|>=1|Members that a group takes.
            group.min.session.timeout.ms|int|6000||Shortest session timeout, in milliseconds, that a member of a group may ask for.
            inflight.max.bytes|long|67108864|>=4096|Bytes that were taken and are not on disk yet; further writes wait.
            journal.max.bytes|long|536870912|>=33554432|Bytes of journal kept at most. A restart after a crash replays no more than this; appends wait when it is full.
            journal.segment.bytes|int|67108864|1048576..1073741824|Size of one file of the journal, a multiple of 4096.
            listener.security.protocol.map|string|SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT||The security protocol of each name of a listener. Only PLAINTEXT is served yet.
            listeners|list|PLAINTEXT://:9092||What the broker listens on, as NAME://host:port; without a host, on every address.
            log.cleaner.backoff.ms|long|15000|>=0|Milliseconds between two looks for logs to compact.
            log.cleaner.dedupe.buffer.size|long|134217728||Bytes of memory in which a pass of compaction remembers keys, at some 30 each, taken as they are needed; what does not fit is left to another pass.
            log.cleaner.delete.retention.ms|long|86400000|>=0|Default of the topics' delete.retention.ms.
            log.cleaner.io.max.bytes.per.second|double|1.7976931348623157E308||Bytes that compaction reads and writes in a second at most.
            log.cleaner.max.compaction.lag.ms|long|9223372036854775807|>=1|Default of the topics' max.compaction.lag.ms.
            log.cleaner.min.cleanable.ratio|double|0.5|0..1|Default of the topics' min.cleanable.dirty.ratio.
            log.cleaner.min.compaction.lag.ms|long|0|>=0|Default of the topics' min.compaction.lag.ms.
            log.cleanup.policy|list|delete|[compact,delete]|Default of the topics' cleanup.policy.
            log.dir|list|reservoir-data||The data directory, where log.dirs is not given.
            log.dirs|list|-||The data directory: one, for one journal serves all partitions.
            log.flush.interval.messages|long|9223372036854775807|>=1|Default of the topics' flush.messages. No effect: see flush.policy.
            log.flush.interval.ms|long|-||Default of the topics' flush.ms. No effect: see flush.policy.
            log.flush.scheduler.interval.ms|long|9223372036854775807||Default of the topics' flush.ms where log.flush.interval.ms is not given. No effect: see flush.policy.
            log.index.interval.bytes|int|4096|>=0|Default of the topics' index.interval.bytes.
            log.index.size.max.bytes|int|10485760|>=4|Default of the topics' segment.index.bytes. No effect: an index grows as it needs.
            log.local.retention.bytes|long|-2|>=-2|Default of the topics' local.retention.bytes. No effect: tiered storage is not served.
            log.local.retention.ms|long|-2|>=-2|Default of the topics' local.retention.ms. No effect: tiered storage is not served.
            log.message.timestamp.after.max.ms|long|3600000|>=0|Default of the topics' message.timestamp.after.max.ms.
            log.message.timestamp.before.max.ms|long|9223372036854775807|>=0|Default of the topics' message.timestamp.before.max.ms.
            log.message.timestamp.type|string|CreateTime|{CreateTime,LogAppendTime}|Default of the topics' message.timestamp.type.
            log.preallocate|boolean|false||Default of the topics' preallocate. No effect: the journal is preallocated.
            log.retention.bytes|long|-1||Default of the topics' retention.bytes.
            log.retention.check.interval.ms|long|300000|>=1|Milliseconds between two looks for segments that retention may remove.
            log.retention.hours|int|168||Default of the topics' retention.ms, in hours; log.retention.ms and log.retention.minutes go before it.
            log.retention.minutes|int|-||Default of the topics' retention.ms, in minutes; log.retention.ms goes before it.
            log.retention.ms|long|-||Default of the topics' retention.ms.
            log.roll.hours|int|168|>=1|Default of the topics' segment.ms, in hours; log.roll.ms goes before it.
            log.roll.jitter.hours|int|0|>=0|Default of the topics' segment.jitter.ms, in hours; log.roll.jitter.ms goes before it.
            log.roll.jitter.ms|long|-||Default of the topics' segment.jitter.ms.
            log.roll.ms|long|-||Default of the topics' segment.ms.
            log.segment.bytes|int|1073741824|>=1048576|Default of the topics' segment.bytes.
            log.segment.delete.delay.ms|long|60000|>=0|Default of the topics' file.delete.delay.ms. No effect: a file goes when a checkpoint has passed it and nobody reads it.
            max.connections|int|2147483647|>=0|Connections open at once.
            max.connections.per.ip|int|2147483647|>=0|Connections open at once from one address.
            max.incremental.fetch.session.cache.slots|int|1000|>=0|Fetch sessions kept at once.
            max.partitions.per.broker|int|100000|>=1|Partitions that exist at once.
            max.request.partition.size.limit|int|2000|>=1|Partitions that one answer to DescribeTopicPartitions holds.
            message.max.bytes|int|1048588|>=0|Default of the topics' max.message.bytes.
            min.insync.replicas|int|1|>=1|Default of the topics' min.insync.replicas.
            node.id|int|1|>=0|The number that clients know this broker by.
            num.partitions|int|1|>=1|Partitions of a topic that is created without saying how many.
            offset.metadata.max.bytes|int|4096||Bytes of text that a client may commit beside an offset.
            offsets.commit.timeout.ms|int|5000|>=1|Milliseconds that a commit of offsets waits for room in the journal.
            offsets.retention.check.interval.ms|long|600000|>=1|Milliseconds between two looks for offsets that are too old.
            offsets.retention.minutes|int|10080|>=1|Minutes for which the offsets of an empty group are kept.
            offsets.topic.num.partitions|int|50|>=1|Partitions of __consumer_offsets, when it is created.
            offsets.topic.replication.factor|short|1|>=1|Replicas of __consumer_offsets. One broker holds one, whatever is asked for.
            offsets.topic.segment.bytes|int|104857600|>=1|Bytes of a segment of __consumer_offsets, when it is created.
            open.files.max|int|2048|>=4|Segment and index files that are kept open.
            producer.id.expiration.ms|int|86400000|>=1|Milliseconds without a write after which a partition forgets an idempotent producer.
            queued.max.request.bytes|long|-1||Bytes of requests held at once; -1 for 512 MB, for what arrives must fit into memory.
            socket.request.max.bytes|int|104857600|>=1|Bytes of the largest request.
            transaction.max.timeout.ms|int|900000|>=1|Longest timeout, in milliseconds, that a producer may ask for its transactions.
            transaction.remove.expired.transaction.cleanup.interval.ms|int|3600000|>=1|Milliseconds between two looks for transactional ids that nobody used for long.
            transaction.state.log.num.partitions|int|50|>=1|Partitions of __transaction_state, when it is created.
            transaction.state.log.replication.factor|short|1|>=1|Replicas of __transaction_state. One broker holds one, whatever is asked for.
            transaction.state.log.segment.bytes|int|104857600|>=1|Bytes of a segment of __transaction_state, when it is created.
            transactional.id.expiration.ms|int|604800000|>=1|Milliseconds for which a transactional id is kept that nobody uses.
            unclean.leader.election.enable|boolean|false||Default of the topics' unclean.leader.election.enable. No effect on one broker.
            """;

    public static final ConfigKeys KEYS = KeyTable.parse(TABLE);

    private BrokerKeys() {}
}
