package dev.reservoir.cli.kafka.configs;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.Connection;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

import java.util.List;
import java.util.function.Predicate;

/** {@code kafka-configs}. */
public final class ConfigsCommand implements Command {
    private final Connection connection = new Connection();
    private final ConfigsOptions options = new ConfigsOptions();

    @Override
    public String description() {
        return "Shows and changes the settings of topics, brokers, groups and client metrics,"
                + " quotas of users, clients and addresses, and users' SCRAM passwords.";
    }

    @Override
    public void declare(OptionTable table) {
        connection.declare(table);
        connection.declareController(table);
        options.declare(table);
    }

    @Override
    public int run(GivenOptions given, Terminal terminal) {
        Entities entities = ConfigsRules.check(options, given);
        boolean alter = given.has("--alter");
        Changes changes = Changes.of(options);
        if (alter) {
            checkKeys(entities, changes);
        }
        try (Admin admin = connection.admin(terminal)) {
            if (alter) {
                alter(admin, terminal, entities, changes);
                terminal.out().println(completed(entities));
            } else {
                describe(admin, terminal, entities);
            }
        } catch (UnsupportedVersionException e) {
            throw notServed(entities, e);
        } catch (InvalidRequestException e) {
            // What a broker says that knows of settings, but of none for these.
            boolean late =
                    switch (entities.first()) {
                        case BROKER_LOGGER, CLIENT_METRICS, GROUP -> true;
                        case TOPIC, BROKER, USER, CLIENT, IP -> false;
                    };
            throw late ? notServed(entities, e) : e;
        }
        return 0;
    }

    private static CommandFailure notServed(Entities entities, ApiException e) {
        return new CommandFailure(
                "This cluster cannot do that with " + entities.plurals() + ": " + e.getMessage(),
                e);
    }

    private static String completed(Entities entities) {
        String name = entities.names().getFirst();
        return name.equals(Entities.DEFAULT)
                ? "Completed updating default config for "
                        + entities.first().plural
                        + " in the cluster."
                : "Completed updating config for " + entities.first().singular() + " " + name + ".";
    }

    private void describe(Admin admin, Terminal terminal, Entities entities) {
        switch (entities.first()) {
            case TOPIC, BROKER, BROKER_LOGGER, CLIENT_METRICS, GROUP ->
                    new Resources(admin, terminal, entities.first())
                            .describe(entities.names(), options.all);
            case IP, CLIENT -> new Quotas(admin, terminal, entities).describe();
            case USER -> {
                new Quotas(admin, terminal, entities).describe();
                if (entities.types().size() == 1 && !entities.isDefault()) {
                    new Scram(admin, terminal).describe(entities.names());
                }
            }
        }
    }

    private static void alter(Admin admin, Terminal terminal, Entities entities, Changes changes) {
        String name = entities.names().getFirst();
        switch (entities.first()) {
            case TOPIC, BROKER, BROKER_LOGGER, CLIENT_METRICS, GROUP ->
                    new Resources(admin, terminal, entities.first()).alter(name, changes);
            case IP, CLIENT -> new Quotas(admin, terminal, entities).alter(changes);
            case USER -> {
                if (changes.touches(Scram::isMechanism)) {
                    new Scram(admin, terminal).alter(name, changes);
                } else {
                    new Quotas(admin, terminal, entities).alter(changes);
                }
            }
        }
    }

    /** Quotas and passwords have few keys, and a cluster is not asked about others. */
    private static void checkKeys(Entities entities, Changes changes) {
        Predicate<String> clients = Quotas.OF_CLIENTS::contains;
        switch (entities.first()) {
            case TOPIC, BROKER, BROKER_LOGGER, CLIENT_METRICS, GROUP -> {}
            case IP ->
                    refuse(
                            "Only connection quota configs can be added for 'ips'",
                            changes.unknown(Quotas.OF_ADDRESSES::contains));
            case CLIENT -> checkClientKeys(changes);
            case USER -> {
                if (entities.types().size() == 2) {
                    checkClientKeys(changes);
                    return;
                }
                refuse(
                        "Only quota and SCRAM credential configs can be added or deleted for"
                                + " 'users'",
                        changes.unknown(clients.or(Scram::isMechanism)));
                if (changes.touches(Scram::isMechanism)) {
                    checkPasswords(entities, changes.touches(clients));
                }
            }
        }
    }

    private static void checkClientKeys(Changes changes) {
        refuse(
                "Only quota configs can be added or deleted for 'clients'",
                changes.unknown(Quotas.OF_CLIENTS::contains));
    }

    private static void checkPasswords(Entities entities, boolean quotasToo) {
        if (entities.isDefault()) {
            throw new UsageException(
                    "The use of --entity-default or --user-defaults is not allowed with User SCRAM"
                            + " Credentials using --bootstrap-server.");
        }
        if (quotasToo) {
            throw new UsageException(
                    "Cannot alter both quota and SCRAM credential configs simultaneously for"
                            + " 'users' using --bootstrap-server.");
        }
    }

    private static void refuse(String rule, List<String> unknown) {
        if (!unknown.isEmpty()) {
            throw new UsageException(
                    rule
                            + " using --bootstrap-server. Unexpected config names: "
                            + String.join(",", unknown));
        }
    }
}
