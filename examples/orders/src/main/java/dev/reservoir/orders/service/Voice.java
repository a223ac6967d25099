package dev.reservoir.orders.service;

import java.io.PrintStream;

/**
 * What a service tells whoever watches it: a line for each thing done to {@code done}, a line for
 * each problem to {@code problems}.
 */
public record Voice(PrintStream done, PrintStream problems) {
    void say(String line) {
        done.println(line);
        done.flush();
    }

    void warn(String line) {
        problems.println(line);
        problems.flush();
    }
}
