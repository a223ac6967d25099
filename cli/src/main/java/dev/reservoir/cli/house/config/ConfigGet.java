package dev.reservoir.cli.house.config;

import dev.reservoir.cli.Example;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.house.ClusterCommand;
import dev.reservoir.cli.house.Output;
import dev.reservoir.cli.house.Table;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;

import java.util.List;
import java.util.Locale;

/** {@code reservoir config get}. */
final class ConfigGet extends ClusterCommand {
    private final Owner owner = new Owner();
    private boolean changed;

    @Override
    public String description() {
        return "Shows the settings of a topic or a broker, and where each comes from.";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("reservoir config get orders", "all of a topic"),
                new Example("reservoir config get orders retention.ms", "one of them"),
                new Example(
                        "reservoir config get --broker --changed", "of the broker, not defaults"));
    }

    @Override
    protected void declareOwn(OptionTable options) {
        owner.declare(options, "KEY", "Only these settings.");
        options.flag("--changed", "Only what was set, not the defaults.", () -> changed = true);
    }

    @Override
    protected int run(Admin admin, Terminal terminal) {
        List<String> keys = owner.rest();
        Settings settings = Settings.of(admin, owner.resource(admin));
        List<ConfigEntry> shown =
                keys.isEmpty()
                        ? (changed ? settings.own() : settings.all())
                        : keys.stream().map(settings::require).toList();
        if (shown.isEmpty() && output.forPeople()) {
            terminal.err().println("Nothing was set; all settings have their defaults.");
            return 0;
        }
        output.rows(table(output.forPeople()), shown, terminal);
        return 0;
    }

    private static Table<ConfigEntry> table(boolean forPeople) {
        return new Table<ConfigEntry>()
                .column("key", ConfigEntry::name)
                .column("value", entry -> value(entry, forPeople))
                .column("from", entry -> source(entry.source()));
    }

    static Object value(ConfigEntry entry, boolean forPeople) {
        if (entry.value() == null) {
            return forPeople && entry.isSensitive() ? "(hidden)" : Output.Nothing.NOTHING;
        }
        return forPeople ? Assignments.shown(entry.name(), entry.value()) : entry.value();
    }

    /** In two words at most: {@code default}, {@code topic}, {@code broker file}. */
    private static String source(ConfigEntry.ConfigSource source) {
        return switch (source) {
            case DYNAMIC_TOPIC_CONFIG -> "topic";
            case DYNAMIC_BROKER_CONFIG -> "broker";
            case DYNAMIC_DEFAULT_BROKER_CONFIG -> "all brokers";
            case STATIC_BROKER_CONFIG -> "broker file";
            case DEFAULT_CONFIG -> "default";
            default -> source.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
