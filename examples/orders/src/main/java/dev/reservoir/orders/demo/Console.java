package dev.reservoir.orders.demo;

import java.io.PrintStream;
import java.util.Optional;

/**
 * Where the demo is watched from.
 *
 * @param err for what is not about the shop
 * @param interactive whether it is a terminal that can be drawn on, with a person before it
 * @param colours whether it may be drawn on in colours
 */
public record Console(PrintStream out, PrintStream err, boolean interactive, boolean colours) {
    /** The one that the process was started from. */
    public static Console ofProcess() {
        boolean terminal =
                Optional.ofNullable(System.console())
                        .map(java.io.Console::isTerminal)
                        .orElse(false);
        String kind = System.getenv().getOrDefault("TERM", "dumb");
        boolean interactive = terminal && !kind.isEmpty() && !kind.equals("dumb");
        boolean colours = System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
        return new Console(System.out, System.err, interactive, colours);
    }

    View view(EventLog log) {
        return interactive ? new ScreenView(out, log, colours) : new LineView(out, log);
    }
}
