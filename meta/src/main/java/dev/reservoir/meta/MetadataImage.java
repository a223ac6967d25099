package dev.reservoir.meta;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The cluster's metadata at one moment. Immutable; an event costs O(log n) of what there is, so an
 * image can be published after each batch of events. The fold of events in {@link #apply} is the
 * only way to make one.
 */
public final class MetadataImage {
    /** Before the first event. */
    public static final MetadataImage EMPTY =
            new MetadataImage(
                    0,
                    new Topics(
                            PersistentTree.empty(),
                            PersistentTree.empty(),
                            PersistentTree.empty(),
                            0),
                    PersistentTree.empty(),
                    new Counters(-1, 0),
                    PersistentTree.empty());

    /** The same topics under three keys, and the sum of their partitions. */
    private record Topics(
            PersistentTree<String, TopicImage> byName,
            PersistentTree<UUID, TopicImage> byId,
            PersistentTree<String, String> byCollisionKey,
            long partitions) {

        Topics with(TopicImage topic) {
            TopicImage before = byId.get(topic.id());
            String collisionKey = TopicNames.collisionKey(topic.name());
            return new Topics(
                    byName.with(topic.name(), topic),
                    byId.with(topic.id(), topic),
                    collisionKey == null
                            ? byCollisionKey
                            : byCollisionKey.with(collisionKey, topic.name()),
                    partitions
                            + topic.partitionCount()
                            - (before == null ? 0 : before.partitionCount()));
        }

        Topics without(TopicImage topic) {
            String collisionKey = TopicNames.collisionKey(topic.name());
            return new Topics(
                    byName.without(topic.name()),
                    byId.without(topic.id()),
                    collisionKey == null ? byCollisionKey : byCollisionKey.without(collisionKey),
                    partitions - topic.partitionCount());
        }
    }

    private record Counters(int brokerEpoch, long nextProducerId) {}

    private final long version;
    private final Topics topics;
    private final PersistentTree<String, SortedMap<String, String>> brokerConfigs;
    private final Counters counters;
    private final PersistentTree<String, Short> features;

    private MetadataImage(
            long version,
            Topics topics,
            PersistentTree<String, SortedMap<String, String>> brokerConfigs,
            Counters counters,
            PersistentTree<String, Short> features) {
        this.version = version;
        this.topics = topics;
        this.brokerConfigs = brokerConfigs;
        this.counters = counters;
        this.features = features;
    }

    /** The number of events that were folded since the cluster's first. */
    public long version() {
        return version;
    }

    public @Nullable TopicImage topic(String name) {
        return topics.byName().get(name);
    }

    public @Nullable TopicImage topic(UUID id) {
        return topics.byId().get(id);
    }

    /** All topics by name, in the order of their names. */
    public PersistentTree<String, TopicImage> topics() {
        return topics.byName();
    }

    /** The existing topic whose name differs from one in {@code .} and {@code _} only. */
    public @Nullable String collidingTopic(String name) {
        String key = TopicNames.collisionKey(name);
        return key == null ? null : topics.byCollisionKey().get(key);
    }

    /** The partitions of all topics. */
    public long partitionCount() {
        return topics.partitions();
    }

    /** The dynamic configs of a topic or a broker, empty when it has none. */
    public SortedMap<String, String> configs(ConfigResource resource) {
        return switch (resource.kind()) {
            case TOPIC -> {
                TopicImage topic = topic(resource.name());
                yield topic == null ? Collections.emptySortedMap() : topic.configs();
            }
            case BROKER -> {
                SortedMap<String, String> configs = brokerConfigs.get(resource.name());
                yield configs == null ? Collections.emptySortedMap() : configs;
            }
        };
    }

    /** Starts of the broker minus one: -1 before the first, then the leader epoch. */
    public int brokerEpoch() {
        return counters.brokerEpoch();
    }

    /** The lowest producer id that was never handed out. */
    public long nextProducerId() {
        return counters.nextProducerId();
    }

    /** The features in use (KIP-584) with their levels, by name. */
    public PersistentTree<String, Short> features() {
        return features;
    }

    /**
     * The image after an event.
     *
     * @throws IllegalStateException when the event cannot follow what happened before; the log it
     *     comes from is damaged then
     */
    public MetadataImage apply(MetadataEvent event) {
        return switch (event) {
            case MetadataEvent.TopicCreated created -> withTopics(created(created));
            case MetadataEvent.TopicDeleted(UUID id) -> withTopics(topics.without(known(id)));
            case MetadataEvent.PartitionsAdded(UUID id, int count) -> withTopics(grown(id, count));
            case MetadataEvent.ConfigChanged changed -> withConfig(changed);
            case MetadataEvent.BrokerStarted(int epoch) ->
                    withCounters(new Counters(epoch, counters.nextProducerId()));
            case MetadataEvent.ProducerIdsAllocated(long next) ->
                    withCounters(new Counters(counters.brokerEpoch(), next));
            case MetadataEvent.FeatureLevelChanged(String name, short level) ->
                    withFeatures(level == 0 ? features.without(name) : features.with(name, level));
        };
    }

    /**
     * Events that lead from {@link #EMPTY} to an image with the same contents: what a snapshot
     * holds, beside the version.
     */
    public List<MetadataEvent> asEvents() {
        List<MetadataEvent> events = new ArrayList<>();
        if (counters.brokerEpoch() >= 0) {
            events.add(new MetadataEvent.BrokerStarted(counters.brokerEpoch()));
        }
        if (counters.nextProducerId() > 0) {
            events.add(new MetadataEvent.ProducerIdsAllocated(counters.nextProducerId()));
        }
        for (var feature : features) {
            events.add(new MetadataEvent.FeatureLevelChanged(feature.key(), feature.value()));
        }
        for (var broker : brokerConfigs) {
            var resource = new ConfigResource(ConfigResource.Kind.BROKER, broker.key());
            broker.value()
                    .forEach((k, v) -> events.add(new MetadataEvent.ConfigChanged(resource, k, v)));
        }
        for (var entry : topics.byName()) {
            TopicImage topic = entry.value();
            events.add(
                    new MetadataEvent.TopicCreated(
                            topic.id(), topic.name(), topic.partitionCount(), topic.configs()));
        }
        return events;
    }

    /** Whether two images hold the same, whatever their versions. */
    public boolean sameContents(MetadataImage other) {
        return topics.equals(other.topics)
                && brokerConfigs.equals(other.brokerConfigs)
                && counters.equals(other.counters)
                && features.equals(other.features);
    }

    @Override
    public String toString() {
        return "MetadataImage(version="
                + version
                + ", topics="
                + topics.byName()
                + ", brokerConfigs="
                + brokerConfigs
                + ", "
                + counters
                + ", features="
                + features
                + ")";
    }

    /** The same contents, counted differently: for a snapshot, which holds fewer events. */
    MetadataImage withVersion(long changed) {
        return new MetadataImage(changed, topics, brokerConfigs, counters, features);
    }

    private Topics created(MetadataEvent.TopicCreated event) {
        if (topic(event.name()) != null || topic(event.id()) != null) {
            throw new IllegalStateException(
                    "The metadata log creates topic '"
                            + event.name()
                            + "' with id "
                            + event.id()
                            + ", which exists already");
        }
        return topics.with(
                new TopicImage(event.id(), event.name(), event.partitionCount(), event.configs()));
    }

    private Topics grown(UUID id, int count) {
        TopicImage topic = known(id);
        if (count <= topic.partitionCount()) {
            throw new IllegalStateException(
                    "The metadata log gives topic '"
                            + topic.name()
                            + "' "
                            + count
                            + " partitions, but it has "
                            + topic.partitionCount());
        }
        return topics.with(topic.withPartitionCount(count));
    }

    private TopicImage known(UUID id) {
        TopicImage topic = topic(id);
        if (topic == null) {
            throw new IllegalStateException(
                    "The metadata log changes the topic with id " + id + ", which does not exist");
        }
        return topic;
    }

    private MetadataImage withConfig(MetadataEvent.ConfigChanged event) {
        ConfigResource resource = event.resource();
        SortedMap<String, String> changed = new TreeMap<>(configs(resource));
        String value = event.value();
        if (value == null) {
            changed.remove(event.key());
        } else {
            changed.put(event.key(), value);
        }
        return switch (resource.kind()) {
            case TOPIC -> {
                TopicImage topic = topic(resource.name());
                if (topic == null) {
                    throw new IllegalStateException(
                            "The metadata log configures topic '"
                                    + resource.name()
                                    + "', which does not exist");
                }
                yield withTopics(topics.with(topic.withConfigs(changed)));
            }
            case BROKER ->
                    withBrokerConfigs(
                            changed.isEmpty()
                                    ? brokerConfigs.without(resource.name())
                                    : brokerConfigs.with(
                                            resource.name(),
                                            Collections.unmodifiableSortedMap(changed)));
        };
    }

    private MetadataImage withTopics(Topics changed) {
        return new MetadataImage(version + 1, changed, brokerConfigs, counters, features);
    }

    private MetadataImage withBrokerConfigs(
            PersistentTree<String, SortedMap<String, String>> changed) {
        return new MetadataImage(version + 1, topics, changed, counters, features);
    }

    private MetadataImage withCounters(Counters changed) {
        return new MetadataImage(version + 1, topics, brokerConfigs, changed, features);
    }

    private MetadataImage withFeatures(PersistentTree<String, Short> changed) {
        return new MetadataImage(version + 1, topics, brokerConfigs, counters, changed);
    }
}
