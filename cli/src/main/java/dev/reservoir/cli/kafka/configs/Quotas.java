package dev.reservoir.cli.kafka.configs;

import static dev.reservoir.cli.Answers.await;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.quota.ClientQuotaFilterComponent;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Quotas of users, clients and addresses. */
final class Quotas {
    /** Of users and clients. */
    static final Set<String> OF_CLIENTS =
            Set.of(
                    "producer_byte_rate",
                    "consumer_byte_rate",
                    "request_percentage",
                    "controller_mutation_rate");

    static final Set<String> OF_ADDRESSES = Set.of("connection_creation_rate");

    /** What they are called in print, in that order. */
    private static final Map<String, String> LABELS = new LinkedHashMap<>();

    static {
        LABELS.put(ClientQuotaEntity.USER, "user-principal");
        LABELS.put(ClientQuotaEntity.CLIENT_ID, "client-id");
        LABELS.put(ClientQuotaEntity.IP, "ip");
    }

    private final Admin admin;
    private final Terminal terminal;
    private final Entities entities;

    Quotas(Admin admin, Terminal terminal, Entities entities) {
        this.admin = admin;
        this.terminal = terminal;
        this.entities = entities;
    }

    /** Prints the quotas of all that match. */
    void describe() {
        find().forEach((entity, values) -> {
            List<String> who = new ArrayList<>();
            LABELS.forEach((type, label) -> {
                if (entity.entries().containsKey(type)) {
                    String name = entity.entries().get(type);
                    who.add(name == null ? "the default " + label : label + " '" + name + "'");
                }
            });
            List<String> what = new ArrayList<>();
            values.forEach((key, value) -> what.add(key + "=" + value));
            terminal.out()
                    .println(
                            "Quota configs for "
                                    + String.join(", ", who)
                                    + " are "
                                    + String.join(", ", what));
        });
    }

    private Map<ClientQuotaEntity, Map<String, Double>> find() {
        List<ClientQuotaFilterComponent> components = new ArrayList<>();
        for (int i = 0; i < entities.types().size(); i++) {
            String type = Objects.requireNonNull(entities.types().get(i).quotaEntity);
            if (i >= entities.names().size()) {
                components.add(ClientQuotaFilterComponent.ofEntityType(type));
            } else if (entities.names().get(i).equals(Entities.DEFAULT)) {
                components.add(ClientQuotaFilterComponent.ofDefaultEntity(type));
            } else {
                components.add(ClientQuotaFilterComponent.ofEntity(type, entities.names().get(i)));
            }
        }
        return await(
                admin.describeClientQuotas(ClientQuotaFilter.containsOnly(components)).entities());
    }

    /** Changes the quotas of the one that is named. */
    void alter(Changes changes) {
        Set<String> there = new java.util.HashSet<>();
        find().values().forEach(values -> there.addAll(values.keySet()));
        List<String> unknown =
                changes.deleted().stream().filter(key -> !there.contains(key)).toList();
        if (!unknown.isEmpty()) {
            throw new CommandFailure("Invalid config(s): " + String.join(",", unknown));
        }
        Map<String, @Nullable String> entity = new HashMap<>();
        for (int i = 0; i < entities.types().size(); i++) {
            String name = entities.names().get(i);
            entity.put(
                    Objects.requireNonNull(entities.types().get(i).quotaEntity),
                    name.equals(Entities.DEFAULT) ? null : name);
        }
        List<ClientQuotaAlteration.Op> operations = new ArrayList<>();
        changes.added()
                .forEach((key, value) ->
                        operations.add(new ClientQuotaAlteration.Op(key, number(key, value))));
        changes.deleted().forEach(key -> operations.add(new ClientQuotaAlteration.Op(key, null)));
        await(
                admin.alterClientQuotas(
                                List.of(
                                        new ClientQuotaAlteration(
                                                new ClientQuotaEntity(entity), operations)))
                        .all());
    }

    private static double number(String key, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException _) {
            throw new UsageException(
                    "Cannot parse quota configuration value for " + key + ": " + value);
        }
    }
}
