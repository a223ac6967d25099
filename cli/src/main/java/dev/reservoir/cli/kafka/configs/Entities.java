package dev.reservoir.cli.kafka.configs;

import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.UsageException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the command is about, in the order given: one thing, or a user together with a client.
 *
 * @param names as many as types or, to describe, fewer; the empty name stands for the default
 */
record Entities(List<EntityType> types, List<String> names) {
    static final String DEFAULT = "";
    private static final String[] GENERAL = {"--entity-type", "--entity-name", "--entity-default"};

    static Entities of(ConfigsOptions options, GivenOptions given) {
        List<String> plurals = new ArrayList<>(options.entityTypes);
        options.named.keySet().forEach(type -> plurals.add(type.plural));
        options.defaults.forEach(type -> plurals.add(type.plural));
        refuseTwice(plurals);
        List<EntityType> types = plurals.stream().map(EntityType::of).toList();
        if (types.isEmpty()) {
            throw new UsageException("At least one entity type must be specified");
        }
        if (types.size() > 1
                && !Set.copyOf(types).equals(Set.of(EntityType.USER, EntityType.CLIENT))) {
            throw new UsageException(
                    "Only 'users' and 'clients' entity types may be specified together");
        }
        if (given.count(GENERAL) > 0 && !(options.named.isEmpty() && options.defaults.isEmpty())) {
            throw new UsageException(
                    "--entity-{type,name,default} should not be used in conjunction with specific"
                            + " entity flags");
        }
        Entities entities = new Entities(types, names(options, given));
        entities.checkNames();
        return entities;
    }

    private static void refuseTwice(List<String> plurals) {
        Set<String> seen = new HashSet<>();
        List<String> twice = plurals.stream().filter(plural -> !seen.add(plural)).toList();
        if (!twice.isEmpty()) {
            throw new UsageException(
                    "Duplicate entity type(s) specified: " + String.join(",", twice));
        }
    }

    private static List<String> names(ConfigsOptions options, GivenOptions given) {
        List<String> names = new ArrayList<>();
        Iterator<String> general = options.entityNames.iterator();
        for (String option : given.order()) {
            if (option.equals("--entity-name")) {
                names.add(general.next());
            } else if (option.equals("--entity-default")) {
                names.add(DEFAULT);
            }
        }
        names.addAll(options.named.values());
        options.defaults.forEach(_ -> names.add(DEFAULT));
        return names;
    }

    private void checkNames() {
        for (String name : names) {
            if (name.equals(DEFAULT)) {
                continue;
            }
            switch (first()) {
                case BROKER, BROKER_LOGGER -> checkNumber(name);
                case IP -> checkAddress(name);
                case TOPIC, CLIENT, USER, CLIENT_METRICS, GROUP -> {}
            }
        }
    }

    private void checkNumber(String name) {
        try {
            Integer.parseInt(name);
        } catch (NumberFormatException _) {
            throw new UsageException(
                    "The entity name for "
                            + first().plural
                            + " must be a valid integer broker id, but it is: "
                            + name);
        }
    }

    private static void checkAddress(String name) {
        try {
            InetAddress.getByName(name);
        } catch (UnknownHostException _) {
            throw new UsageException(
                    "The entity name for ips must be a valid IP or resolvable host, but it is: "
                            + name);
        }
    }

    /** The type of the thing, or the first of the two. */
    EntityType first() {
        return types.getFirst();
    }

    boolean isNamed() {
        return names.stream().anyMatch(name -> !name.equals(DEFAULT));
    }

    boolean isDefault() {
        return names.contains(DEFAULT);
    }

    /** The types, as they are written on the command line. */
    String plurals() {
        return types.stream().map(type -> type.plural).collect(Collectors.joining(","));
    }
}
