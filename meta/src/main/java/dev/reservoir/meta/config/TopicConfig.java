package dev.reservoir.meta.config;

import java.util.List;
import java.util.function.Function;

/** The configs in force for a topic, typed. Immutable; keep it until the metadata changes. */
public final class TopicConfig {
    private final List<?> cleanupPolicy;
    private final String compressionType;
    private final long deleteRetentionMs;
    private final int indexIntervalBytes;
    private final long maxCompactionLagMs;
    private final int maxMessageBytes;
    private final long messageTimestampAfterMaxMs;
    private final long messageTimestampBeforeMaxMs;
    private final boolean logAppendTime;
    private final double minCleanableDirtyRatio;
    private final long minCompactionLagMs;
    private final int minInsyncReplicas;
    private final boolean remoteStorage;
    private final long retentionBytes;
    private final long retentionMs;
    private final int segmentBytes;
    private final long segmentJitterMs;
    private final long segmentMs;

    TopicConfig(Function<ConfigKey, Object> values) {
        cleanupPolicy = (List<?>) value(values, TopicKeys.CLEANUP_POLICY);
        compressionType = (String) value(values, TopicKeys.COMPRESSION_TYPE);
        deleteRetentionMs = number(values, TopicKeys.DELETE_RETENTION_MS).longValue();
        indexIntervalBytes = number(values, TopicKeys.INDEX_INTERVAL_BYTES).intValue();
        maxCompactionLagMs = number(values, TopicKeys.MAX_COMPACTION_LAG_MS).longValue();
        maxMessageBytes = number(values, TopicKeys.MAX_MESSAGE_BYTES).intValue();
        messageTimestampAfterMaxMs =
                number(values, TopicKeys.MESSAGE_TIMESTAMP_AFTER_MAX_MS).longValue();
        messageTimestampBeforeMaxMs =
                number(values, TopicKeys.MESSAGE_TIMESTAMP_BEFORE_MAX_MS).longValue();
        logAppendTime = value(values, TopicKeys.MESSAGE_TIMESTAMP_TYPE).equals("LogAppendTime");
        minCleanableDirtyRatio = number(values, TopicKeys.MIN_CLEANABLE_DIRTY_RATIO).doubleValue();
        minCompactionLagMs = number(values, TopicKeys.MIN_COMPACTION_LAG_MS).longValue();
        minInsyncReplicas = number(values, TopicKeys.MIN_INSYNC_REPLICAS).intValue();
        remoteStorage = (Boolean) value(values, TopicKeys.REMOTE_STORAGE_ENABLE);
        retentionBytes = number(values, TopicKeys.RETENTION_BYTES).longValue();
        retentionMs = number(values, TopicKeys.RETENTION_MS).longValue();
        segmentBytes = number(values, TopicKeys.SEGMENT_BYTES).intValue();
        segmentJitterMs = number(values, TopicKeys.SEGMENT_JITTER_MS).longValue();
        segmentMs = number(values, TopicKeys.SEGMENT_MS).longValue();
    }

    /** Whether old segments are deleted. */
    public boolean delete() {
        return cleanupPolicy.contains("delete");
    }

    /** Whether only the newest record of each key is kept. */
    public boolean compact() {
        return cleanupPolicy.contains("compact");
    }

    public String compressionType() {
        return compressionType;
    }

    public long deleteRetentionMs() {
        return deleteRetentionMs;
    }

    public int indexIntervalBytes() {
        return indexIntervalBytes;
    }

    public long maxCompactionLagMs() {
        return maxCompactionLagMs;
    }

    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    public long messageTimestampAfterMaxMs() {
        return messageTimestampAfterMaxMs;
    }

    public long messageTimestampBeforeMaxMs() {
        return messageTimestampBeforeMaxMs;
    }

    /** Whether records get the time of their arrival instead of the producer's. */
    public boolean logAppendTime() {
        return logAppendTime;
    }

    public double minCleanableDirtyRatio() {
        return minCleanableDirtyRatio;
    }

    public long minCompactionLagMs() {
        return minCompactionLagMs;
    }

    public int minInsyncReplicas() {
        return minInsyncReplicas;
    }

    boolean remoteStorage() {
        return remoteStorage;
    }

    /** -1 for no limit. */
    public long retentionBytes() {
        return retentionBytes;
    }

    /** -1 for no limit. */
    public long retentionMs() {
        return retentionMs;
    }

    public int segmentBytes() {
        return segmentBytes;
    }

    public long segmentJitterMs() {
        return segmentJitterMs;
    }

    public long segmentMs() {
        return segmentMs;
    }

    private static Number number(Function<ConfigKey, Object> values, String key) {
        return (Number) value(values, key);
    }

    private static Object value(Function<ConfigKey, Object> values, String key) {
        return values.apply(TopicKeys.KEYS.require(key));
    }
}
