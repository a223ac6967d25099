package dev.reservoir.cli.kafka.configs;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.Terminal;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.internals.Topic;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Topics, brokers, loggers of brokers, client metrics and groups: what has a key and a value. */
final class Resources {
    private final Admin admin;
    private final Terminal terminal;
    private final EntityType type;

    Resources(Admin admin, Terminal terminal, EntityType type) {
        this.admin = admin;
        this.terminal = terminal;
        this.type = type;
    }

    /** Prints one's settings, or everyone's without a name. */
    void describe(List<String> names, boolean all) {
        if (names.isEmpty()) {
            Collection<String> existing = new ArrayList<>(existing());
            if (type == EntityType.BROKER) {
                existing.add(Entities.DEFAULT);
            }
            existing.forEach(name -> describe(name, all));
            return;
        }
        String name = names.getFirst();
        if (type == EntityType.TOPIC) {
            Topic.validate(name);
        }
        if (!all && !name.equals(Entities.DEFAULT) && !mayExist(name)) {
            terminal.out()
                    .println(
                            "The "
                                    + type.singular()
                                    + " '"
                                    + name
                                    + "' doesn't exist and doesn't have dynamic config.");
            return;
        }
        describe(name, all);
    }

    private void describe(String name, boolean all) {
        String heading =
                name.equals(Entities.DEFAULT)
                        ? "Default configs for " + type.plural + " in the cluster are:"
                        : (all ? "All" : "Dynamic")
                                + " configs for "
                                + type.singular()
                                + " "
                                + name
                                + " are:";
        terminal.out().println(heading);
        for (ConfigEntry entry : entries(name, all)) {
            String synonyms =
                    entry.synonyms().stream()
                            .map(known -> known.source() + ":" + known.name() + "=" + known.value())
                            .collect(Collectors.joining(", "));
            terminal.out()
                    .println(
                            "  "
                                    + entry.name()
                                    + "="
                                    + entry.value()
                                    + " sensitive="
                                    + entry.isSensitive()
                                    + " synonyms={"
                                    + synonyms
                                    + "}");
        }
    }

    private List<ConfigEntry> entries(String name, boolean all) {
        ConfigResource resource = resource(name);
        ConfigEntry.ConfigSource own =
                type == EntityType.BROKER && name.equals(Entities.DEFAULT)
                        ? ConfigEntry.ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG
                        : type.own;
        return await(
                        Objects.requireNonNull(
                                admin.describeConfigs(
                                                List.of(resource),
                                                new DescribeConfigsOptions().includeSynonyms(true))
                                        .values()
                                        .get(resource)))
                .entries()
                .stream()
                .filter(entry -> all || own == null || entry.source() == own)
                .sorted(Comparator.comparing(ConfigEntry::name))
                .toList();
    }

    private ConfigResource resource(String name) {
        return new ConfigResource(Objects.requireNonNull(type.resource), name);
    }

    /** A cluster that cannot list groups with settings is asked for the settings themselves. */
    private boolean mayExist(String name) {
        if (existing().contains(name)) {
            return true;
        }
        return type == EntityType.GROUP && groupsWithSettings() == null;
    }

    /** The names of those that the cluster knows, sorted. */
    private Collection<String> existing() {
        Set<String> names = new TreeSet<>();
        switch (type) {
            case TOPIC ->
                    names.addAll(
                            await(
                                    admin.listTopics(new ListTopicsOptions().listInternal(true))
                                            .names()));
            case BROKER, BROKER_LOGGER ->
                    await(admin.describeCluster().nodes()).stream()
                            .map(Node::idString)
                            .forEach(names::add);
            case CLIENT_METRICS -> names.addAll(withSettings());
            case GROUP -> {
                await(admin.listGroups().all()).stream()
                        .map(GroupListing::groupId)
                        .forEach(names::add);
                List<String> others = groupsWithSettings();
                names.addAll(others == null ? List.of() : others);
            }
            case CLIENT, USER, IP -> throw new IllegalStateException(type.plural + " have quotas");
        }
        return names;
    }

    private @Nullable List<String> groupsWithSettings() {
        try {
            return withSettings();
        } catch (UnsupportedVersionException _) {
            return null;
        }
    }

    private List<String> withSettings() {
        ConfigResource.Type resource = Objects.requireNonNull(type.resource);
        return await(
                        admin.listConfigResources(
                                        Set.of(resource), new ListConfigResourcesOptions())
                                .all())
                .stream()
                .map(ConfigResource::name)
                .toList();
    }

    /** Changes one's settings. */
    void alter(String name, Changes changes) {
        if (type == EntityType.BROKER_LOGGER) {
            Set<String> loggers =
                    entries(name, true).stream().map(ConfigEntry::name).collect(Collectors.toSet());
            List<String> unknown = changes.unknown(loggers::contains);
            if (!unknown.isEmpty()) {
                throw new CommandFailure("Invalid broker logger(s): " + String.join(",", unknown));
            }
        }
        List<AlterConfigOp> operations = new ArrayList<>();
        changes.added()
                .forEach((key, value) ->
                        operations.add(
                                new AlterConfigOp(
                                        new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
        changes.deleted()
                .forEach(key ->
                        operations.add(
                                new AlterConfigOp(
                                        new ConfigEntry(key, ""), AlterConfigOp.OpType.DELETE)));
        await(admin.incrementalAlterConfigs(Map.of(resource(name), operations)).all());
    }
}
