package dev.reservoir.orders.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that does not outlive this one, even if this one is killed with SIGKILL, and that does
 * not hear the terminal's Ctrl+C, which is for this one to act on. Works in any POSIX shell: the
 * shell leaves a guard behind that waits for a line, or for the end of what only this process
 * writes to, and then becomes the program itself, so that it has the process id that is seen here.
 */
final class Leash {
    private static final String SCRIPT =
            """
            trap '' INT HUP
            exec 3<&0 </dev/null
            { trap '' TERM; read -r _ <&3 || kill -KILL $$; } >/dev/null 2>&1 &
            exec 3<&-
            exec "$@"
            """;

    private final Process process;

    private Leash(Process process) {
        this.process = process;
    }

    static Leash start(List<String> command) throws IOException {
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "leash"));
        line.addAll(command);
        return new Leash(new ProcessBuilder(line).start());
    }

    Process process() {
        return process;
    }

    /** Sends the guard of a process that has ended home. */
    void letGo() {
        try (OutputStream guard = process.getOutputStream()) {
            guard.write('\n');
        } catch (IOException _) {
            // It has gone already.
        }
    }
}
