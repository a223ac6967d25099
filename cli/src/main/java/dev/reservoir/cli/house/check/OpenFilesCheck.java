package dev.reservoir.cli.house.check;

import dev.reservoir.machine.Proc;

import java.util.OptionalLong;

/** How many files and connections a process may have open. */
final class OpenFilesCheck implements Check {
    private static final String WHAT = "open files";

    /** The JVM's and the journal's files and a few connections. */
    static final long LEAST = 256;

    /** Those, 2,048 segments (open.files.max) and some hundred connections. */
    static final long COMFORTABLE = 2_548;

    private final Proc proc;

    OpenFilesCheck(Proc proc) {
        this.proc = proc;
    }

    @Override
    public Verdict look() {
        OptionalLong limit = proc.openFilesLimit();
        if (limit.isEmpty()) {
            return new Verdict.Ok(WHAT, "this system does not tell its limit");
        }
        long files = limit.getAsLong();
        String value = files == Long.MAX_VALUE ? "no limit" : "at most " + files;
        String todo = "Raise the limit: ulimit -n 65536 (in a systemd unit LimitNOFILE=65536).";
        if (files < LEAST) {
            return new Verdict.Fail(
                    WHAT, value, "A broker needs " + LEAST + " to run at all.", todo);
        }
        return files < COMFORTABLE
                ? new Verdict.Warn(
                        WHAT,
                        value,
                        "A broker keeps up to 2048 segment files open (open.files.max), and each"
                                + " connection takes one: %d are needed.".formatted(COMFORTABLE),
                        todo)
                : new Verdict.Ok(WHAT, value);
    }
}
