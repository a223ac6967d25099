package dev.reservoir.cli.house.config;

import dev.reservoir.cli.Example;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.UsageException;
import dev.reservoir.cli.house.ClusterCommand;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code reservoir config unset}. */
final class ConfigUnset extends ClusterCommand {
    private final Owner owner = new Owner();

    @Override
    public String description() {
        return "Gives settings of a topic or a broker their defaults again.";
    }

    @Override
    public List<Example> examples() {
        return List.of(new Example("reservoir config unset orders retention.ms", ""));
    }

    @Override
    protected void declareOwn(OptionTable options) {
        owner.declare(options, "KEY", "The settings.");
    }

    @Override
    protected int run(Admin admin, Terminal terminal) {
        List<String> keys = owner.rest();
        if (keys.isEmpty()) {
            throw new UsageException("missing KEY");
        }
        ConfigResource resource = owner.resource(admin);
        Settings before = Settings.of(admin, resource);
        List<AlterConfigOp> changes = new ArrayList<>();
        for (String key : keys) {
            before.require(key);
            changes.add(new AlterConfigOp(new ConfigEntry(key, ""), OpType.DELETE));
        }
        Settings.alter(admin, resource, changes);
        Settings after = Settings.of(admin, resource);
        Map<String, Object> tree = new LinkedHashMap<>();
        List<String> shown = new ArrayList<>();
        for (String key : keys) {
            ConfigEntry entry = after.require(key);
            tree.put(key, ConfigGet.value(entry, false));
            shown.add(key + " = " + ConfigGet.value(entry, true));
        }
        output.done(
                "Back to " + String.join(", ", shown) + " for " + Owner.name(resource) + ".",
                tree,
                terminal);
        return 0;
    }
}
