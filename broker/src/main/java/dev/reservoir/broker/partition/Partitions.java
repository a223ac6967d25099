package dev.reservoir.broker.partition;

import dev.reservoir.log.LogConfig;
import dev.reservoir.log.Logs;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.config.BrokerConfig;
import dev.reservoir.meta.config.EffectiveConfigs;
import dev.reservoir.meta.config.TopicConfig;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Finds a partition by its topic's name or id. What was looked up once is kept for as long as the
 * metadata stays the same; when it has changed, the topic's effective configuration is worked out
 * anew and given to the open logs. Thread-safe.
 */
public final class Partitions {
    /** A topic as of one version of the metadata. */
    private record Served(
            MetadataImage as,
            TopicImage topic,
            TopicConfig config,
            AtomicReferenceArray<@Nullable Partition> partitions) {}

    /** Neighbouring hashes lead to places far from each other (the golden ratio's bits). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final Supplier<MetadataImage> metadata;
    private final BrokerConfig broker;
    private final Logs logs;
    private final Map<UUID, Served> served = new ConcurrentHashMap<>();

    public Partitions(Supplier<MetadataImage> metadata, BrokerConfig broker, Logs logs) {
        this.metadata = metadata;
        this.broker = broker;
        this.logs = logs;
    }

    /** The partition, or null when there is no such topic or it has no partition of that number. */
    public @Nullable Partition find(String topic, int index) {
        MetadataImage image = metadata.get();
        return find(image, image.topic(topic), index);
    }

    /**
     * The partition, or null when there is no topic of that id or it has no partition of that
     * number.
     */
    public @Nullable Partition find(UUID topicId, int index) {
        MetadataImage image = metadata.get();
        return find(image, image.topic(topicId), index);
    }

    /** The topic's name, or its id as text when there is none of that id. */
    public String topicName(UUID topicId) {
        TopicImage topic = metadata.get().topic(topicId);
        return topic == null ? topicId.toString() : topic.name();
    }

    /** Whether there is a topic with this id, whatever its partitions. */
    public boolean has(UUID topicId) {
        return metadata.get().topic(topicId) != null;
    }

    private @Nullable Partition find(MetadataImage image, @Nullable TopicImage topic, int index) {
        if (topic == null || index < 0 || index >= topic.partitionCount()) {
            return null;
        }
        Served current = served.get(topic.id());
        if (current == null || current.as.version() < image.version()) {
            current = refresh(image, topic);
        }
        Partition known = current.partitions.get(index);
        return known != null ? known : open(current, index);
    }

    private synchronized Served refresh(MetadataImage image, TopicImage topic) {
        Served known = served.get(topic.id());
        if (known != null && known.as.version() >= image.version()) {
            return known;
        }
        TopicConfig config = EffectiveConfigs.of(broker, image).topic(topic);
        Served fresh =
                new Served(
                        image, topic, config, new AtomicReferenceArray<>(topic.partitionCount()));
        served.put(topic.id(), fresh);
        return fresh;
    }

    private Partition open(Served topic, int index) {
        PartitionId id = new PartitionId(topic.topic.id(), topic.topic.name(), index);
        LogConfig config = logConfig(topic.config, id);
        PartitionLog log = logs.open(id, config);
        if (!log.config().equals(config)) {
            log.configure(config);
        }
        Partition partition = new Partition(log, topic.config.minInsyncReplicas());
        topic.partitions.set(index, partition);
        return partition;
    }

    /** Removes the data of a deleted topic. */
    public void delete(TopicImage topic) {
        served.remove(topic.id());
        for (int index = 0; index < topic.partitionCount(); index++) {
            logs.delete(new PartitionId(topic.id(), topic.name(), index));
        }
    }

    /**
     * How long a segment takes records ({@code segment.ms}, shortened by {@code
     * segment.jitter.ms}); no longer than compaction may wait for them, for it leaves the last
     * segment alone (KIP-354). The jitter is the partition's own and stays the same, so that a
     * configuration can be compared with the one before.
     */
    private static long segmentMs(TopicConfig config, PartitionId id) {
        long longest =
                config.compact()
                        ? Math.min(config.segmentMs(), config.maxCompactionLagMs())
                        : config.segmentMs();
        long jitter = Math.min(config.segmentJitterMs(), longest - 1);
        return jitter <= 0 ? longest : longest - Math.floorMod(id.hashCode() * SPREAD, jitter + 1);
    }

    private static LogConfig logConfig(TopicConfig config, PartitionId id) {
        return new LogConfig(
                config.maxMessageBytes(),
                config.logAppendTime(),
                config.messageTimestampBeforeMaxMs(),
                config.messageTimestampAfterMaxMs(),
                new LogConfig.Retention(
                        config.delete(),
                        config.retentionMs(),
                        config.retentionBytes(),
                        config.compact()),
                new StoreConfig(
                        config.segmentBytes(), segmentMs(config, id), config.indexIntervalBytes()));
    }
}
