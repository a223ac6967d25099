package dev.reservoir.meta.config;

import dev.reservoir.meta.ConfigResource;

import java.util.Map;
import java.util.SortedMap;

/** Which dynamic configs brokers may have: the topics' defaults. */
public final class BrokerConfigRules {
    private BrokerConfigRules() {}

    /**
     * Checks the dynamic configs that a broker, or all of them, shall have.
     *
     * @throws InvalidConfigException for the first that cannot be used
     */
    public static void checkDynamic(
            ConfigResource resource, SortedMap<String, String> configs, EffectiveConfigs now) {
        for (var config : configs.entrySet()) {
            ConfigKey key = BrokerKeys.KEYS.get(config.getKey());
            if (key == null) {
                throw unknown(config.getKey());
            }
            if (!TopicSynonyms.isStrongest(key.name())) {
                throw new InvalidConfigException(
                        "Cannot update "
                                + key.name()
                                + " dynamically: set it in the properties file or with --set and"
                                + " start the broker again");
            }
            key.parse(config.getValue());
        }
        TopicConfigRules.checkBrokerDefaults(now.withBroker(resource, configs).topic(Map.of()));
    }

    private static InvalidConfigException unknown(String name) {
        UnservedKeys.Unserved unserved = UnservedKeys.get(name);
        return new InvalidConfigException(
                unserved == null
                        ? "Unknown broker config name: "
                                + name
                                + NearestName.hint(
                                        name,
                                        BrokerKeys.KEYS.all().stream()
                                                .map(ConfigKey::name)
                                                .toList())
                        : "Cannot update " + name + ": " + unserved.reason());
    }
}
