package dev.reservoir.cli.kafka.configs;

import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.UsageException;

/** Which options of {@code kafka-configs} go together. */
final class ConfigsRules {
    private ConfigsRules() {}

    /** What the command is about, after all that can be said without a cluster was checked. */
    static Entities check(ConfigsOptions options, GivenOptions given) {
        if (given.count("--describe", "--alter") != 1) {
            throw new UsageException(
                    "Command must include exactly one action: --describe, --alter");
        }
        given.forbid("--describe", "--add-config", "--delete-config");
        int connections = (int) given.count("--bootstrap-server", "--bootstrap-controller");
        if (connections == 0) {
            throw new UsageException(
                    "Either --bootstrap-server or --bootstrap-controller must be specified.");
        }
        if (connections > 1) {
            throw new UsageException(
                    "Only one of --bootstrap-server or --bootstrap-controller can be specified");
        }
        Entities entities = Entities.of(options, given);
        if (given.has("--describe")) {
            describe(entities, given);
        } else {
            alter(entities, given);
        }
        return entities;
    }

    private static void describe(Entities entities, GivenOptions given) {
        boolean canBeDefault = entities.types().stream().anyMatch(EntityType::hasDefault);
        if (given.has("--entity-default") && !canBeDefault) {
            throw new UsageException(
                    "--entity-default must not be specified with --describe of "
                            + entities.plurals());
        }
        if (entities.first() == EntityType.BROKER_LOGGER && !entities.isNamed()) {
            throw new UsageException(
                    "An entity name must be specified with --describe of " + entities.plurals());
        }
        if (entities.names().size() > entities.types().size()) {
            throw new UsageException("More entity names specified than entity types");
        }
    }

    private static void alter(Entities entities, GivenOptions given) {
        if (entities.types().stream().anyMatch(EntityType::hasDefault)) {
            if (entities.names().isEmpty()) {
                throw new UsageException(
                        "An entity-name or default entity must be specified with --alter of users,"
                                + " clients, brokers or ips");
            }
        } else if (!entities.isNamed()) {
            throw new UsageException(
                    "An entity name must be specified with --alter of " + entities.plurals());
        }
        if (given.has("--add-config") && given.has("--add-config-file")) {
            throw new UsageException(
                    "Only one of --add-config or --add-config-file must be specified");
        }
        if (given.count("--add-config", "--add-config-file", "--delete-config") == 0) {
            throw new UsageException(
                    "At least one of --add-config, --add-config-file, or --delete-config must be"
                            + " specified with --alter");
        }
        if (entities.types().size() != entities.names().size()) {
            throw new UsageException("An entity name must be specified for every entity type");
        }
    }
}
