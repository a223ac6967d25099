package dev.reservoir.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a command reads from and writes to. Results go to {@code out}, everything about the command
 * itself (errors, warnings, progress) to {@code err}.
 *
 * @param interactive whether a person sits at both ends
 * @param colour whether {@code out} shows colours
 * @param progress whether a line on {@code err} can be written again and again
 */
public record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean interactive,
        boolean colour,
        boolean progress) {
    private static final int OUT_BYTES = 64 * 1024;

    /** One that is no screen. */
    public Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {
        this(in, out, err, interactive, false, false);
    }

    /**
     * The process's own streams.
     *
     * @param out its standard output
     */
    static Terminal ofProcess(StandardOutput out) {
        boolean interactive =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        // Convention of no-color.org.
        boolean plain = isSet("NO_COLOR") || "dumb".equals(System.getenv("TERM"));
        return new Terminal(
                System.in,
                bulk(out),
                System.err,
                interactive,
                !plain && isScreen(1, interactive),
                isScreen(2, interactive));
    }

    private static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isEmpty();
    }

    /** Java only knows of input and output together; Linux tells of each descriptor. */
    private static boolean isScreen(int descriptor, boolean otherwise) {
        try {
            String file =
                    Files.readSymbolicLink(Path.of("/proc/self/fd", String.valueOf(descriptor)))
                            .toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
        } catch (IOException _) {
            return otherwise;
        }
    }

    /**
     * Standard output without a flush at each line: a command flushes when it waits, and at its
     * end.
     */
    private static PrintStream bulk(StandardOutput out) {
        return new PrintStream(
                new BufferedOutputStream(out, OUT_BYTES), false, System.out.charset());
    }
}
