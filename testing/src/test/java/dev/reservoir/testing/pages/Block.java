package dev.reservoir.testing.pages;

import java.util.List;

/**
 * A block of a page that shows a terminal.
 *
 * @param line of the page where it begins, from 1
 * @param terminal the terminal it is typed into
 * @param runsOn whether its last command still runs when the reader goes on
 * @param anyOrder whether the lines that a command prints may come in another order
 * @param exitCode that its last command ends with
 * @param lines what is typed and printed
 */
record Block(
        int line,
        String terminal,
        boolean runsOn,
        boolean anyOrder,
        int exitCode,
        List<Line> lines) {

    /** A line of a block. */
    sealed interface Line {
        /** What follows the prompt of the shell. */
        record Command(String text) implements Line {}

        /** What a command prints. */
        record Printed(String text) implements Line {}

        /** What the reader types while a command runs. */
        record Typed(String text) implements Line {}

        /** Ctrl+C: ends the command that runs. */
        record Interrupt() implements Line {}

        /** Ctrl+D: ends its input. */
        record EndOfInput() implements Line {}
    }
}
