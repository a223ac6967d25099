package dev.reservoir.cli.house.config;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.Nearest;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The settings that a topic or a broker has, asked once. */
public final class Settings {
    private final ConfigResource resource;
    private final Config config;

    private Settings(ConfigResource resource, Config config) {
        this.resource = resource;
        this.config = config;
    }

    public static Settings of(Admin admin, ConfigResource resource) {
        Map<ConfigResource, Config> answers = await(admin.describeConfigs(List.of(resource)).all());
        return new Settings(resource, Objects.requireNonNull(answers.get(resource)));
    }

    /** All of them by name. */
    public List<ConfigEntry> all() {
        return config.entries().stream().sorted(Comparator.comparing(ConfigEntry::name)).toList();
    }

    /** Those that somebody gave this very topic or broker. */
    public List<ConfigEntry> own() {
        return all().stream().filter(entry -> isOwn(entry.source())).toList();
    }

    private static boolean isOwn(ConfigEntry.ConfigSource source) {
        return switch (source) {
            case DYNAMIC_TOPIC_CONFIG,
                    DYNAMIC_BROKER_CONFIG,
                    DYNAMIC_BROKER_LOGGER_CONFIG,
                    STATIC_BROKER_CONFIG ->
                    true;
            default -> false;
        };
    }

    /** The setting of that name; fails with the nearest one if there is none. */
    public ConfigEntry require(String key) {
        ConfigEntry entry = config.get(key);
        if (entry == null) {
            List<String> keys = config.entries().stream().map(ConfigEntry::name).toList();
            throw new CommandFailure(
                    "There is no setting '"
                            + key
                            + "' of a "
                            + (resource.type() == ConfigResource.Type.TOPIC ? "topic" : "broker")
                            + Nearest.of(key, keys)
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse("; 'reservoir config get' lists them all"));
        }
        return entry;
    }

    /** Carries the changes out, all or none. */
    static void alter(Admin admin, ConfigResource resource, Collection<AlterConfigOp> changes) {
        await(admin.incrementalAlterConfigs(Map.of(resource, changes)).all());
    }
}
