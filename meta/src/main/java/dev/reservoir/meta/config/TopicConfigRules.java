package dev.reservoir.meta.config;

import dev.reservoir.meta.TopicNames;

import java.util.Map;

/** Which configs a topic may have. */
public final class TopicConfigRules {
    private TopicConfigRules() {}

    /**
     * Checks the configs that a topic shall have of its own.
     *
     * @param others what holds where the topic says nothing
     * @throws InvalidConfigException for the first that cannot be used
     */
    public static void check(String topic, Map<String, String> own, EffectiveConfigs others) {
        for (var config : own.entrySet()) {
            ConfigKey key = TopicKeys.KEYS.get(config.getKey());
            if (key == null) {
                throw unknown(config.getKey());
            }
            key.parse(config.getValue());
        }
        TopicConfig effective = others.topic(own);
        checkTogether(effective);
        if (!TopicNames.isInternal(topic)) {
            checkServed(effective);
        }
    }

    static void checkBrokerDefaults(TopicConfig defaults) {
        checkTogether(defaults);
        checkServed(defaults);
    }

    private static void checkTogether(TopicConfig config) {
        if (config.minCompactionLagMs() > config.maxCompactionLagMs()) {
            throw new InvalidConfigException(
                    "conflict topic config setting min.compaction.lag.ms ("
                            + config.minCompactionLagMs()
                            + ") > max.compaction.lag.ms ("
                            + config.maxCompactionLagMs()
                            + ")");
        }
    }

    private static void checkServed(TopicConfig config) {
        if (config.remoteStorage()) {
            throw new InvalidConfigException(
                    "Tiered Storage functionality is disabled in the broker. Topic cannot be"
                            + " configured with remote log storage: leave remote.storage.enable at"
                            + " false");
        }
        if (!config.compressionType().equals("producer")) {
            throw new InvalidConfigException(
                    "Invalid value "
                            + config.compressionType()
                            + " for configuration compression.type: the broker keeps batches as"
                            + " producers compressed them; use producer here and compression.type"
                            + " in the producers");
        }
    }

    private static InvalidConfigException unknown(String name) {
        return new InvalidConfigException(
                "Unknown topic config name: "
                        + name
                        + NearestName.hint(
                                name, TopicKeys.KEYS.all().stream().map(ConfigKey::name).toList()));
    }
}
