package dev.reservoir.cli.kafka.configs;

import dev.reservoir.cli.OptionTable;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The options of {@code kafka-configs} besides the connection. */
final class ConfigsOptions {
    boolean all;
    final List<String> entityTypes = new ArrayList<>();
    final List<String> entityNames = new ArrayList<>();

    /** Values of {@code --topic}, {@code --user} and so on. */
    final Map<EntityType, String> named = new EnumMap<>(EntityType.class);

    /** Given {@code --user-defaults} and so on. */
    final List<EntityType> defaults = new ArrayList<>();

    @Nullable String addConfig;
    @Nullable String addConfigFile;
    final List<String> deleteConfigs = new ArrayList<>();

    /** Adds these options to a command's table. */
    void declare(OptionTable options) {
        options.flag("--describe", "Show settings.", () -> {});
        options.flag("--alter", "Change settings.", () -> {});
        options.flag(
                "--all",
                "With --describe: all settings, also those that were not changed.",
                () -> all = true);
        changes(options);
        entities(options);
        shortcuts(options);
    }

    private void changes(OptionTable options) {
        options.value(
                "--add-config",
                "KEY=VALUE[,...]",
                "Settings to make; a value with commas in it goes into brackets:"
                        + " cleanup.policy=[compact,delete],retention.ms=1000. For users also"
                        + " SCRAM-SHA-256=[iterations=8192,password=secret] (or SCRAM-SHA-512); for"
                        + " users and clients producer_byte_rate, consumer_byte_rate,"
                        + " request_percentage, controller_mutation_rate; for ips"
                        + " connection_creation_rate.",
                value -> addConfig = value);
        options.value(
                "--add-config-file",
                "FILE",
                "Settings to make, in a properties file.",
                value -> addConfigFile = value);
        options.values(
                "--delete-config",
                "KEY[,...]",
                "Settings to take back to their default.",
                deleteConfigs);
    }

    private void entities(OptionTable options) {
        options.values(
                "--entity-type",
                "TYPE",
                "What has the settings: topics, brokers, broker-loggers, users, clients, ips,"
                        + " client-metrics or groups. users and clients go together.",
                entityTypes);
        options.values("--entity-name", "NAME", "Which one.", entityNames);
        options.flag(
                "--entity-default",
                "The default of users, clients, brokers or ips, instead of --entity-name.",
                () -> {});
    }

    private void shortcuts(OptionTable options) {
        shortcut(options, "--topic", "TOPIC", EntityType.TOPIC);
        shortcut(options, "--client", "ID", EntityType.CLIENT);
        shortcut(options, "--user", "NAME", EntityType.USER);
        shortcut(options, "--broker", "ID", EntityType.BROKER);
        shortcut(options, "--broker-logger", "ID", EntityType.BROKER_LOGGER);
        shortcut(options, "--ip", "ADDRESS", EntityType.IP);
        shortcut(options, "--client-metrics", "NAME", EntityType.CLIENT_METRICS);
        shortcut(options, "--group", "GROUP", EntityType.GROUP);
        defaults(options, "--client-defaults", EntityType.CLIENT);
        defaults(options, "--user-defaults", EntityType.USER);
        defaults(options, "--broker-defaults", EntityType.BROKER);
        defaults(options, "--ip-defaults", EntityType.IP);
    }

    private void shortcut(OptionTable options, String name, String label, EntityType type) {
        options.value(
                name,
                label,
                "Short for --entity-type " + type.plural + " --entity-name.",
                value -> named.put(type, value));
    }

    private void defaults(OptionTable options, String name, EntityType type) {
        options.flag(
                name,
                "Short for --entity-type " + type.plural + " --entity-default.",
                () -> defaults.add(type));
    }
}
