package dev.reservoir.cli.kafka.configs;

import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What has settings. */
enum EntityType {
    TOPIC("topics", ConfigResource.Type.TOPIC, ConfigSource.DYNAMIC_TOPIC_CONFIG, null),
    CLIENT("clients", null, null, ClientQuotaEntity.CLIENT_ID),
    USER("users", null, null, ClientQuotaEntity.USER),
    BROKER("brokers", ConfigResource.Type.BROKER, ConfigSource.DYNAMIC_BROKER_CONFIG, null),
    IP("ips", null, null, ClientQuotaEntity.IP),
    CLIENT_METRICS(
            "client-metrics",
            ConfigResource.Type.CLIENT_METRICS,
            ConfigSource.DYNAMIC_CLIENT_METRICS_CONFIG,
            null),
    GROUP("groups", ConfigResource.Type.GROUP, ConfigSource.DYNAMIC_GROUP_CONFIG, null),
    BROKER_LOGGER("broker-loggers", ConfigResource.Type.BROKER_LOGGER, null, null);

    /** On the command line. */
    final String plural;

    /** In the protocol; null for what has quotas. */
    final ConfigResource.@Nullable Type resource;

    /** Where settings come from that were made for it; null where all of them were. */
    final @Nullable ConfigSource own;

    /** In the protocol; null for what has no quotas. */
    final @Nullable String quotaEntity;

    EntityType(
            String plural,
            ConfigResource.@Nullable Type resource,
            @Nullable ConfigSource own,
            @Nullable String quotaEntity) {
        this.plural = plural;
        this.resource = resource;
        this.own = own;
        this.quotaEntity = quotaEntity;
    }

    /** The plural without its last letter, as Kafka's tool says it: client-metric. */
    String singular() {
        return plural.substring(0, plural.length() - 1);
    }

    /** Whether there is a default for those without settings of their own. */
    boolean hasDefault() {
        return switch (this) {
            case USER, CLIENT, BROKER, IP -> true;
            case TOPIC, CLIENT_METRICS, GROUP, BROKER_LOGGER -> false;
        };
    }

    static EntityType of(String plural) {
        for (EntityType type : values()) {
            if (type.plural.equals(plural)) {
                return type;
            }
        }
        throw new UsageException(
                "Invalid entity type "
                        + plural
                        + ", the entity type must be one of "
                        + Arrays.stream(values())
                                .map(type -> type.plural)
                                .collect(Collectors.joining(", "))
                        + " with a --bootstrap-server or --bootstrap-controller argument");
    }
}
