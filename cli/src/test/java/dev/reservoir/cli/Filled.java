package dev.reservoir.cli;

import java.util.List;

/** Options filled from a command line. */
public final class Filled {
    private Filled() {}

    /** Hands the arguments' values to where the table sends them; which options were given. */
    public static GivenOptions from(OptionTable table, List<String> arguments) {
        OptionTable.Arguments read = table.parse(arguments);
        table.fill(read);
        return new GivenOptions(read.values().keySet(), read.order());
    }
}
