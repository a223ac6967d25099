package dev.reservoir.meta.config;

import static dev.reservoir.meta.config.ConfigType.BOOLEAN;
import static dev.reservoir.meta.config.ConfigType.DOUBLE;
import static dev.reservoir.meta.config.ConfigType.INT;
import static dev.reservoir.meta.config.ConfigType.LIST;
import static dev.reservoir.meta.config.ConfigType.LONG;
import static dev.reservoir.meta.config.ConfigType.STRING;
import static dev.reservoir.meta.config.Rule.ANY;
import static dev.reservoir.meta.config.Rule.atLeast;
import static dev.reservoir.meta.config.Rule.between;
import static dev.reservoir.meta.config.Rule.eachOf;
import static dev.reservoir.meta.config.Rule.oneOf;

import java.util.List;

/** The configs of a topic, as Apache Kafka 4.3.1 defines them. */
public final class TopicKeys {
    public static final String CLEANUP_POLICY = "cleanup.policy";
    public static final String COMPRESSION_TYPE = "compression.type";
    public static final String DELETE_RETENTION_MS = "delete.retention.ms";
    public static final String INDEX_INTERVAL_BYTES = "index.interval.bytes";
    public static final String MAX_COMPACTION_LAG_MS = "max.compaction.lag.ms";
    public static final String MAX_MESSAGE_BYTES = "max.message.bytes";
    public static final String MESSAGE_TIMESTAMP_AFTER_MAX_MS = "message.timestamp.after.max.ms";
    public static final String MESSAGE_TIMESTAMP_BEFORE_MAX_MS = "message.timestamp.before.max.ms";
    public static final String MESSAGE_TIMESTAMP_TYPE = "message.timestamp.type";
    public static final String MIN_CLEANABLE_DIRTY_RATIO = "min.cleanable.dirty.ratio";
    public static final String MIN_COMPACTION_LAG_MS = "min.compaction.lag.ms";
    public static final String MIN_INSYNC_REPLICAS = "min.insync.replicas";
    public static final String REMOTE_STORAGE_ENABLE = "remote.storage.enable";
    public static final String RETENTION_BYTES = "retention.bytes";
    public static final String RETENTION_MS = "retention.ms";
    public static final String SEGMENT_BYTES = "segment.bytes";
    public static final String SEGMENT_JITTER_MS = "segment.jitter.ms";
    public static final String SEGMENT_MS = "segment.ms";

    private static final String MAX_LONG = "9223372036854775807";
    private static final String ONE_REPLICA = " No effect on one broker.";
    private static final String AS_SENT =
            " No effect here: batches stay as producers compressed them.";
    private static final String NOT_TIERED = " No effect here: tiered storage is not served.";
    private static final String ALWAYS_SYNCED =
            " No effect here: what was acknowledged is synced, see flush.policy.";

    public static final ConfigKeys KEYS =
            new ConfigKeys(
                    List.of(
                            key(
                                    CLEANUP_POLICY,
                                    LIST,
                                    "delete",
                                    eachOf("compact", "delete"),
                                    "How old records leave: delete removes whole segments past"
                                            + " retention.ms or retention.bytes, compact keeps the"
                                            + " newest record of each key, so that each record"
                                            + " needs one."),
                            key(
                                    "compression.gzip.level",
                                    INT,
                                    "-1",
                                    new Rule.GzipLevel(),
                                    "Level of the broker's own gzip compression." + AS_SENT),
                            key(
                                    "compression.lz4.level",
                                    INT,
                                    "9",
                                    between(1, 17),
                                    "Level of the broker's own lz4 compression." + AS_SENT),
                            key(
                                    COMPRESSION_TYPE,
                                    STRING,
                                    "producer",
                                    oneOf(
                                            "uncompressed",
                                            "zstd",
                                            "lz4",
                                            "snappy",
                                            "gzip",
                                            "producer"),
                                    "Compression of stored batches; producer keeps them as they"
                                            + " were sent. Others are refused: it is not served"
                                            + " yet."),
                            key(
                                    "compression.zstd.level",
                                    INT,
                                    "3",
                                    between(-131072, 22),
                                    "Level of the broker's own zstd compression." + AS_SENT),
                            key(
                                    DELETE_RETENTION_MS,
                                    LONG,
                                    "86400000",
                                    atLeast(0),
                                    "Milliseconds for which a compacted topic keeps the mark of a"
                                            + " deleted key."),
                            key(
                                    "file.delete.delay.ms",
                                    LONG,
                                    "60000",
                                    atLeast(0),
                                    "Milliseconds between a segment leaving the log and its file"
                                            + " leaving the disk. No effect here: a file goes when"
                                            + " a checkpoint has passed it and nobody reads it."),
                            key(
                                    "flush.messages",
                                    LONG,
                                    MAX_LONG,
                                    atLeast(1),
                                    "Records after which a log is synced." + ALWAYS_SYNCED),
                            key(
                                    "flush.ms",
                                    LONG,
                                    MAX_LONG,
                                    atLeast(0),
                                    "Milliseconds after which a log is synced." + ALWAYS_SYNCED),
                            key(
                                    "follower.replication.throttled.replicas",
                                    LIST,
                                    "",
                                    new Rule.ThrottledReplicas(),
                                    "Followers whose replication is slowed down." + ONE_REPLICA),
                            key(
                                    INDEX_INTERVAL_BYTES,
                                    INT,
                                    "4096",
                                    atLeast(0),
                                    "Bytes of records between two entries of the offset index."),
                            key(
                                    "leader.replication.throttled.replicas",
                                    LIST,
                                    "",
                                    new Rule.ThrottledReplicas(),
                                    "Leaders whose replication is slowed down." + ONE_REPLICA),
                            key(
                                    "local.retention.bytes",
                                    LONG,
                                    "-2",
                                    atLeast(-2),
                                    "Bytes kept on the local disk of a topic with remote storage;"
                                            + " -2 means retention.bytes."
                                            + NOT_TIERED),
                            key(
                                    "local.retention.ms",
                                    LONG,
                                    "-2",
                                    atLeast(-2),
                                    "Milliseconds kept on the local disk of a topic with remote"
                                            + " storage; -2 means retention.ms."
                                            + NOT_TIERED),
                            key(
                                    MAX_COMPACTION_LAG_MS,
                                    LONG,
                                    MAX_LONG,
                                    atLeast(1),
                                    "Milliseconds after which compaction looks at a record whatever"
                                            + " min.cleanable.dirty.ratio says; segments of a"
                                            + " compacted topic close no later."),
                            key(
                                    MAX_MESSAGE_BYTES,
                                    INT,
                                    "1048588",
                                    atLeast(0),
                                    "Bytes of the largest record batch that is accepted, as it is"
                                            + " sent, compressed or not."),
                            key(
                                    MESSAGE_TIMESTAMP_AFTER_MAX_MS,
                                    LONG,
                                    "3600000",
                                    atLeast(0),
                                    "Milliseconds by which a record's timestamp may be ahead of the"
                                            + " broker's clock."),
                            key(
                                    MESSAGE_TIMESTAMP_BEFORE_MAX_MS,
                                    LONG,
                                    MAX_LONG,
                                    atLeast(0),
                                    "Milliseconds by which a record's timestamp may be behind the"
                                            + " broker's clock."),
                            key(
                                    MESSAGE_TIMESTAMP_TYPE,
                                    STRING,
                                    "CreateTime",
                                    oneOf("CreateTime", "LogAppendTime"),
                                    "Whether records keep the producer's timestamp or get the time"
                                            + " of their arrival."),
                            key(
                                    MIN_CLEANABLE_DIRTY_RATIO,
                                    DOUBLE,
                                    "0.5",
                                    between(0, 1),
                                    "Share of a compacted log that must be new before compaction"
                                            + " runs over it again."),
                            key(
                                    MIN_COMPACTION_LAG_MS,
                                    LONG,
                                    "0",
                                    atLeast(0),
                                    "Milliseconds for which a record is safe from compaction."),
                            key(
                                    MIN_INSYNC_REPLICAS,
                                    INT,
                                    "1",
                                    atLeast(1),
                                    "Replicas that must be in sync for a write with acks=all. One"
                                            + " broker has one."),
                            key(
                                    "preallocate",
                                    BOOLEAN,
                                    "false",
                                    ANY,
                                    "Whether the file of a new segment gets its full size at once."
                                            + " No effect here: the journal is preallocated."),
                            key(
                                    "remote.log.copy.disable",
                                    BOOLEAN,
                                    "false",
                                    ANY,
                                    "Whether a topic with remote storage stops copying to it."
                                            + NOT_TIERED),
                            key(
                                    "remote.log.delete.on.disable",
                                    BOOLEAN,
                                    "false",
                                    ANY,
                                    "Whether remote data goes when remote storage is disabled."
                                            + NOT_TIERED),
                            key(
                                    REMOTE_STORAGE_ENABLE,
                                    BOOLEAN,
                                    "false",
                                    ANY,
                                    "Whether closed segments are copied to remote storage. true is"
                                            + " refused: it is not served."),
                            key(
                                    RETENTION_BYTES,
                                    LONG,
                                    "-1",
                                    ANY,
                                    "Bytes that a partition keeps before its oldest segments are"
                                            + " deleted; -1 for no limit."),
                            key(
                                    RETENTION_MS,
                                    LONG,
                                    "604800000",
                                    atLeast(-1),
                                    "Milliseconds for which records are kept, by their timestamp;"
                                            + " -1 for no limit."),
                            key(
                                    SEGMENT_BYTES,
                                    INT,
                                    "1073741824",
                                    atLeast(1048576),
                                    "Bytes at which a segment is closed and a new one begun."
                                            + " Retention removes whole segments."),
                            key(
                                    "segment.index.bytes",
                                    INT,
                                    "10485760",
                                    atLeast(4),
                                    "Largest size of a segment's index in Kafka. No effect here:"
                                            + " an index grows as it needs."),
                            key(
                                    SEGMENT_JITTER_MS,
                                    LONG,
                                    "0",
                                    atLeast(0),
                                    "Milliseconds by which segment.ms is shortened at most, in each"
                                            + " partition by another part of them, so that segments"
                                            + " do not all close at once."),
                            key(
                                    SEGMENT_MS,
                                    LONG,
                                    "604800000",
                                    atLeast(1),
                                    "Milliseconds after which a segment is closed even when it is"
                                            + " small."),
                            key(
                                    "unclean.leader.election.enable",
                                    BOOLEAN,
                                    "false",
                                    ANY,
                                    "Whether a replica that lags may become leader."
                                            + ONE_REPLICA)));

    private TopicKeys() {}

    private static ConfigKey key(
            String name, ConfigType type, String defaultValue, Rule rule, String documentation) {
        return new ConfigKey(name, type, defaultValue, rule, documentation);
    }
}
