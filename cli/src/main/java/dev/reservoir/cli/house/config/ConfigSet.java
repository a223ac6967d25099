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
import java.util.List;
import java.util.Map;

/** {@code reservoir config set}. */
final class ConfigSet extends ClusterCommand {
    private final Owner owner = new Owner();

    @Override
    public String description() {
        return "Changes settings of a topic or a broker; they hold at once.";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("reservoir config set orders retention.ms=7d", "spans are understood"),
                new Example("reservoir config set orders retention.bytes=1GB", "and sizes"),
                new Example("reservoir config set --broker log.retention.ms=12h", "of the broker"));
    }

    @Override
    protected void declareOwn(OptionTable options) {
        owner.declare(options, "KEY=VALUE", "The settings and their new values.");
    }

    @Override
    protected int run(Admin admin, Terminal terminal) {
        Map<String, String> wanted = Assignments.parse(owner.rest());
        if (wanted.isEmpty()) {
            throw new UsageException("missing KEY=VALUE");
        }
        ConfigResource resource = owner.resource(admin);
        Settings settings = Settings.of(admin, resource);
        List<AlterConfigOp> changes = new ArrayList<>();
        wanted.forEach((key, value) -> {
            settings.require(key);
            changes.add(new AlterConfigOp(new ConfigEntry(key, value), OpType.SET));
        });
        Settings.alter(admin, resource, changes);
        List<String> shown = new ArrayList<>();
        wanted.forEach((key, value) -> shown.add(key + " = " + Assignments.shown(key, value)));
        output.done(
                "Set " + String.join(", ", shown) + " for " + Owner.name(resource) + ".",
                wanted,
                terminal);
        return 0;
    }
}
