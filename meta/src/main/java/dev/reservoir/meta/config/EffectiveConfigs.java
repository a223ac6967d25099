package dev.reservoir.meta.config;

import dev.reservoir.meta.ConfigResource;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicImage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The values in force at one moment: a topic's own over the broker's dynamic ones, over the dynamic
 * ones of all brokers, over the settings at start, over the defaults. Cheap to make; immutable.
 */
public final class EffectiveConfigs {
    /** A value with the place and the name it was found under. */
    private record Found(String name, String text, ConfigSource source) {}

    private final BrokerConfig broker;
    private final SortedMap<String, String> ownBroker;
    private final SortedMap<String, String> allBrokers;

    private EffectiveConfigs(
            BrokerConfig broker,
            SortedMap<String, String> ownBroker,
            SortedMap<String, String> allBrokers) {
        this.broker = broker;
        this.ownBroker = ownBroker;
        this.allBrokers = allBrokers;
    }

    /** With what an image holds for the broker. */
    public static EffectiveConfigs of(BrokerConfig broker, MetadataImage image) {
        return new EffectiveConfigs(
                broker,
                image.configs(ConfigResource.broker(broker.nodeId())),
                image.configs(ConfigResource.ALL_BROKERS));
    }

    /** Without dynamic configs. */
    static EffectiveConfigs of(BrokerConfig broker) {
        return of(broker, MetadataImage.EMPTY);
    }

    /** As if a broker's dynamic configs were others: to check a change before it is made. */
    public EffectiveConfigs withBroker(ConfigResource resource, SortedMap<String, String> configs) {
        return resource.equals(ConfigResource.ALL_BROKERS)
                ? new EffectiveConfigs(broker, ownBroker, configs)
                : new EffectiveConfigs(broker, configs, allBrokers);
    }

    /** The configs in force for a topic. */
    public TopicConfig topic(TopicImage topic) {
        return topic(topic.configs());
    }

    /** The configs in force for a topic with settings of its own, which must be valid. */
    public TopicConfig topic(Map<String, String> own) {
        return new TopicConfig(key -> {
            String text = own.get(key.name());
            return text == null ? topicDefault(key) : key.parse(text);
        });
    }

    /** All keys of a topic with their values. */
    public List<ConfigEntry> describeTopic(Map<String, String> own) {
        List<ConfigEntry> entries = new ArrayList<>();
        for (ConfigKey key : TopicKeys.KEYS.all()) {
            entries.add(topicEntry(key, own.get(key.name())));
        }
        return entries;
    }

    /** All keys of this broker with their values. */
    public List<ConfigEntry> describeBroker() {
        List<ConfigEntry> entries = new ArrayList<>();
        for (ConfigKey key : BrokerKeys.KEYS.all()) {
            entries.add(brokerEntry(key));
        }
        return entries;
    }

    /** The dynamic configs of all brokers, as far as they are set. */
    public List<ConfigEntry> describeAllBrokers() {
        List<ConfigEntry> entries = new ArrayList<>();
        allBrokers.forEach((name, text) -> {
            ConfigKey key = BrokerKeys.KEYS.get(name);
            if (key != null) {
                ConfigSource source = ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG;
                String shown = shown(key, text);
                entries.add(
                        new ConfigEntry(
                                key,
                                shown,
                                source,
                                false,
                                List.of(new ConfigEntry.Candidate(name, shown, source))));
            }
        });
        return entries;
    }

    /** What a topic key is for topics that do not set it. */
    public String topicDefaultText(ConfigKey topicKey) {
        return ConfigType.text(topicDefault(topicKey));
    }

    /** Fails when the broker's settings would give topics defaults that cannot be used. */
    void checkTopicDefaults() {
        TopicConfigRules.checkBrokerDefaults(topic(Collections.emptyMap()));
    }

    private Object topicDefault(ConfigKey topicKey) {
        for (TopicSynonyms.Synonym synonym : TopicSynonyms.of(topicKey.name())) {
            List<Found> found = find(synonym.brokerKey());
            if (!found.isEmpty()) {
                ConfigKey brokerKey = BrokerKeys.KEYS.require(synonym.brokerKey());
                return synonym.convert(brokerKey.parse(found.getFirst().text()));
            }
        }
        String text = topicKey.defaultValue();
        if (text == null) {
            throw new IllegalStateException(topicKey.name() + " has no default");
        }
        return topicKey.parse(text);
    }

    /** The values of a broker key that were set, the strongest first. */
    private List<Found> find(String brokerKey) {
        List<Found> found = new ArrayList<>(3);
        add(found, brokerKey, ownBroker, ConfigSource.DYNAMIC_BROKER_CONFIG);
        add(found, brokerKey, allBrokers, ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG);
        add(found, brokerKey, broker.settings(), ConfigSource.STATIC_BROKER_CONFIG);
        return found;
    }

    private static void add(
            List<Found> found, String key, Map<String, String> layer, ConfigSource source) {
        String text = layer.get(key);
        if (text != null) {
            found.add(new Found(key, text, source));
        }
    }

    private ConfigEntry topicEntry(ConfigKey key, @Nullable String own) {
        List<ConfigEntry.Candidate> candidates = new ArrayList<>();
        if (own != null) {
            candidates.add(
                    new ConfigEntry.Candidate(
                            key.name(), shown(key, own), ConfigSource.DYNAMIC_TOPIC_CONFIG));
        }
        for (TopicSynonyms.Synonym synonym : TopicSynonyms.of(key.name())) {
            candidates.addAll(candidates(BrokerKeys.KEYS.require(synonym.brokerKey())));
        }
        List<ConfigEntry.Candidate> set =
                candidates.stream()
                        .filter(candidate -> candidate.source() != ConfigSource.DEFAULT_CONFIG)
                        .toList();
        Object value = own == null ? topicDefault(key) : key.parse(own);
        return new ConfigEntry(
                key,
                ConfigType.text(value),
                set.isEmpty() ? ConfigSource.DEFAULT_CONFIG : set.getFirst().source(),
                false,
                candidates);
    }

    private ConfigEntry brokerEntry(ConfigKey key) {
        List<ConfigEntry.Candidate> candidates = candidates(key);
        boolean readOnly = !TopicSynonyms.isStrongest(key.name());
        return candidates.isEmpty()
                ? new ConfigEntry(key, null, ConfigSource.DEFAULT_CONFIG, readOnly, candidates)
                : new ConfigEntry(
                        key,
                        candidates.getFirst().value(),
                        candidates.getFirst().source(),
                        readOnly,
                        candidates);
    }

    private List<ConfigEntry.Candidate> candidates(ConfigKey brokerKey) {
        List<ConfigEntry.Candidate> candidates = new ArrayList<>();
        for (Found found : find(brokerKey.name())) {
            candidates.add(
                    new ConfigEntry.Candidate(
                            found.name(), shown(brokerKey, found.text()), found.source()));
        }
        String defaultValue = brokerKey.defaultValue();
        if (defaultValue != null) {
            candidates.add(
                    new ConfigEntry.Candidate(
                            brokerKey.name(),
                            shown(brokerKey, defaultValue),
                            ConfigSource.DEFAULT_CONFIG));
        }
        return candidates;
    }

    private static @Nullable String shown(ConfigKey key, String text) {
        return key.sensitive() ? null : ConfigType.text(key.parse(text));
    }
}
