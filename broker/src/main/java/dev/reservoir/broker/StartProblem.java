package dev.reservoir.broker;

import dev.reservoir.machine.Proc;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/** Adds to what kept a broker from starting what can be done about it. */
final class StartProblem {
    private final Path dataDirectory;
    private final Proc proc;

    StartProblem(Path dataDirectory, Proc proc) {
        this.dataDirectory = dataDirectory;
        this.proc = proc;
    }

    /** The problem as one line. */
    String sentence(@Nullable String problem) {
        String told = problem == null ? "The start failed" : problem;
        if (told.contains("locked by another process")) {
            return told
                    + ": "
                    + holder()
                    + "stop that one, or choose another directory with --data-dir DIR.";
        }
        if (told.contains("No space left") || told.contains("is full")) {
            return told
                    + ": %d bytes are free there. Make space, or choose another directory with --data-dir DIR."
                            .formatted(dataDirectory.toFile().getUsableSpace());
        }
        if (told.endsWith("is denied")) {
            return told
                    + " to user %s. Give that user the directory with all that is in it (chown -R), or choose another with --data-dir DIR."
                            .formatted(System.getProperty("user.name"));
        }
        if (told.contains("Read-only file system")) {
            return told + ". Choose another directory with --data-dir DIR.";
        }
        if (told.contains("Too many open files")) {
            return told
                    + ": this process may have %d files open. Raise the limit (ulimit -n, or LimitNOFILE of a systemd unit)."
                            .formatted(proc.openFilesLimit().orElse(0));
        }
        return told;
    }

    private String holder() {
        return proc.holderOfLock(dataDirectory.resolve(".lock"))
                .map(holder -> "it is " + holder + "; ")
                .orElse("");
    }
}
