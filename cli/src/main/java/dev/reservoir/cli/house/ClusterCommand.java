package dev.reservoir.cli.house;

import dev.reservoir.cli.Command;
import dev.reservoir.cli.Connection;
import dev.reservoir.cli.GivenOptions;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.Terminal;

import org.apache.kafka.clients.admin.Admin;

/**
 * A command that asks a cluster something and prints the answer in the form of {@code --output}.
 */
public abstract class ClusterCommand implements Command {
    private final Connection connection = Connection.withUsual();

    /** What {@code --output} says. */
    protected final Output output = new Output();

    @Override
    public final void declare(OptionTable options) {
        declareOwn(options);
        connection.declare(options);
        output.declare(options);
    }

    /** Adds what this command has beside {@code --bootstrap-server} and {@code --output}. */
    protected abstract void declareOwn(OptionTable options);

    @Override
    public final int run(GivenOptions given, Terminal terminal) {
        check(given);
        try (Admin admin = connection.admin(terminal)) {
            return run(admin, terminal);
        }
    }

    /** Refuses combinations of options that cannot be, before anything is connected. */
    protected void check(GivenOptions given) {}

    /** Returns the exit code. */
    protected abstract int run(Admin admin, Terminal terminal);
}
