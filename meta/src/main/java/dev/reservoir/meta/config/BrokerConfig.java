package dev.reservoir.meta.config;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The settings that a broker was started with, checked. Immutable. Defaults of topics are not read
 * here but through {@link EffectiveConfigs}, for they can change at run time.
 */
public final class BrokerConfig {
    /** When a write is acknowledged. */
    public enum FlushPolicy {
        /** After it was synced. */
        SYNC,
        /** After the operating system has it. */
        OS
    }

    private final SortedMap<String, String> settings;
    private final Map<String, Object> values = new TreeMap<>();
    private final List<String> notices = new ArrayList<>();
    private final List<Listener> listeners;
    private final List<Listener> advertisedListeners;

    private BrokerConfig(Map<String, String> given) {
        SortedMap<String, String> served = new TreeMap<>();
        for (var setting : new TreeMap<>(given).entrySet()) {
            ConfigKey key = BrokerKeys.KEYS.get(setting.getKey());
            if (key == null) {
                reportOrRefuse(setting.getKey(), setting.getValue());
            } else {
                served.put(key.name(), ConfigType.text(key.parse(setting.getValue())));
            }
        }
        settings = Collections.unmodifiableSortedMap(served);
        for (ConfigKey key : BrokerKeys.KEYS.all()) {
            String text = settings.getOrDefault(key.name(), key.defaultValue());
            if (text != null) {
                values.put(key.name(), key.parse(text));
            }
        }
        ListenerSettings sockets = new ListenerSettings(given, this);
        listeners = sockets.listeners();
        advertisedListeners = sockets.advertised();
        notices.addAll(sockets.notices());
        notices.addAll(new BrokerChecks(this).check());
    }

    /**
     * Checks settings.
     *
     * @throws InvalidConfigException for the first that cannot be used
     */
    public static BrokerConfig of(Map<String, String> settings) {
        BrokerConfig config = new BrokerConfig(settings);
        EffectiveConfigs.of(config).checkTopicDefaults();
        return config;
    }

    /** What was given and has no effect, or another one than in Kafka: a sentence each. */
    public List<String> notices() {
        return Collections.unmodifiableList(notices);
    }

    /** The settings that were given and are served, in canonical form. */
    public SortedMap<String, String> settings() {
        return settings;
    }

    public int nodeId() {
        int brokerId = intValue(BrokerKeys.BROKER_ID);
        return settings.containsKey(BrokerKeys.NODE_ID) || brokerId < 0
                ? intValue(BrokerKeys.NODE_ID)
                : brokerId;
    }

    public @Nullable String rack() {
        return (String) values.get("broker.rack");
    }

    /** The data directory. */
    public String logDir() {
        String key = values.containsKey(BrokerKeys.LOG_DIRS) ? "log.dirs" : "log.dir";
        return listValue(key).getFirst();
    }

    /** At least one. */
    public List<Listener> listeners() {
        return listeners;
    }

    /** What was set explicitly; may be empty. */
    public List<Listener> advertisedListeners() {
        return advertisedListeners;
    }

    public FlushPolicy flushPolicy() {
        return stringValue("flush.policy").equals("os") ? FlushPolicy.OS : FlushPolicy.SYNC;
    }

    public long journalMaxBytes() {
        return longValue("journal.max.bytes");
    }

    public int journalSegmentBytes() {
        return intValue("journal.segment.bytes");
    }

    public long diskReserveBytes() {
        return longValue("disk.reserve.bytes");
    }

    public int commitMaxBytes() {
        return intValue("commit.max.bytes");
    }

    public long inflightMaxBytes() {
        return longValue("inflight.max.bytes");
    }

    public int openFilesMax() {
        return intValue("open.files.max");
    }

    public boolean autoCreateTopics() {
        return booleanValue("auto.create.topics.enable");
    }

    public boolean deleteTopics() {
        return booleanValue("delete.topic.enable");
    }

    public int numPartitions() {
        return intValue("num.partitions");
    }

    public int defaultReplicationFactor() {
        return intValue("default.replication.factor");
    }

    public int maxPartitionsPerBroker() {
        return intValue("max.partitions.per.broker");
    }

    public int maxRequestPartitionSizeLimit() {
        return intValue("max.request.partition.size.limit");
    }

    /** Bytes. */
    public long cleanerDedupeBufferSize() {
        return longValue("log.cleaner.dedupe.buffer.size");
    }

    /** Largest double for no limit. */
    public double cleanerIoMaxBytesPerSecond() {
        return ((Number) value("log.cleaner.io.max.bytes.per.second")).doubleValue();
    }

    public long cleanerBackoffMs() {
        return longValue("log.cleaner.backoff.ms");
    }

    public long retentionCheckIntervalMs() {
        return longValue("log.retention.check.interval.ms");
    }

    public int socketRequestMaxBytes() {
        return intValue("socket.request.max.bytes");
    }

    public int maxConnections() {
        return intValue("max.connections");
    }

    public int maxConnectionsPerIp() {
        return intValue("max.connections.per.ip");
    }

    public long connectionsMaxIdleMs() {
        return longValue("connections.max.idle.ms");
    }

    /** -1 or 0 where the broker chooses. */
    public long queuedMaxRequestBytes() {
        return longValue("queued.max.request.bytes");
    }

    public int fetchMaxBytes() {
        return intValue("fetch.max.bytes");
    }

    public int fetchSessionSlots() {
        return intValue("max.incremental.fetch.session.cache.slots");
    }

    public int producerIdExpirationMs() {
        return intValue("producer.id.expiration.ms");
    }

    public int groupMinSessionTimeoutMs() {
        return intValue("group.min.session.timeout.ms");
    }

    public int groupMaxSessionTimeoutMs() {
        return intValue("group.max.session.timeout.ms");
    }

    public int groupInitialRebalanceDelayMs() {
        return intValue("group.initial.rebalance.delay.ms");
    }

    public int groupMaxSize() {
        return intValue("group.max.size");
    }

    public int offsetMetadataMaxBytes() {
        return intValue("offset.metadata.max.bytes");
    }

    public int offsetsCommitTimeoutMs() {
        return intValue("offsets.commit.timeout.ms");
    }

    public int offsetsRetentionMinutes() {
        return intValue("offsets.retention.minutes");
    }

    public long offsetsRetentionCheckIntervalMs() {
        return longValue("offsets.retention.check.interval.ms");
    }

    public int offsetsTopicPartitions() {
        return intValue("offsets.topic.num.partitions");
    }

    public int offsetsTopicSegmentBytes() {
        return intValue("offsets.topic.segment.bytes");
    }

    public int transactionMaxTimeoutMs() {
        return intValue("transaction.max.timeout.ms");
    }

    public int transactionCleanupIntervalMs() {
        return intValue("transaction.remove.expired.transaction.cleanup.interval.ms");
    }

    public int transactionTopicPartitions() {
        return intValue("transaction.state.log.num.partitions");
    }

    public int transactionTopicSegmentBytes() {
        return intValue("transaction.state.log.segment.bytes");
    }

    public int transactionalIdExpirationMs() {
        return intValue("transactional.id.expiration.ms");
    }

    int intValue(String key) {
        return ((Number) value(key)).intValue();
    }

    long longValue(String key) {
        return ((Number) value(key)).longValue();
    }

    List<String> listValue(String key) {
        return ((List<?>) value(key)).stream().map(String.class::cast).toList();
    }

    private boolean booleanValue(String key) {
        return (Boolean) value(key);
    }

    String stringValue(String key) {
        return (String) value(key);
    }

    private Object value(String key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalStateException(key + " has neither a value nor a default");
        }
        return value;
    }

    private void reportOrRefuse(String name, String value) {
        UnservedKeys.Unserved unserved = UnservedKeys.get(name);
        if (unserved == null) {
            throw new InvalidConfigException(
                    "Unknown configuration "
                            + name
                            + ": neither Kafka 4.3 nor Reservoir has it"
                            + NearestName.hint(name, knownNames()));
        }
        switch (unserved.fate()) {
            case REPORTED -> notices.add(name + ": " + unserved.reason());
            case REFUSED -> {
                if (!value.equalsIgnoreCase(unserved.kafkaDefault())) {
                    throw new InvalidConfigException(
                            "Configuration "
                                    + name
                                    + "="
                                    + value
                                    + " cannot be kept: "
                                    + unserved.reason()
                                    + "; remove it");
                }
            }
        }
    }

    private static Iterable<String> knownNames() {
        return Stream.concat(
                        BrokerKeys.KEYS.all().stream().map(ConfigKey::name),
                        UnservedKeys.names().stream())
                .toList();
    }
}
