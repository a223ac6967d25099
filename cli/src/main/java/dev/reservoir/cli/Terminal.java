package dev.reservoir.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;

/**
 * What a command reads from and writes to. Results go to {@code out}, everything about the command
 * itself (errors, warnings, progress) to {@code err}.
 *
 * @param interactive whether a person sits at both ends
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {
    private static final int OUT_BYTES = 64 * 1024;

    /** The process's own streams. */
    static Terminal ofProcess() {
        boolean interactive =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return new Terminal(System.in, bulk(), System.err, interactive);
    }

    /**
     * Standard output without a flush at each line: a command flushes when it waits, and at its
     * end.
     */
    private static PrintStream bulk() {
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        return new PrintStream(
                new BufferedOutputStream(out, OUT_BYTES), false, System.out.charset());
    }
}
