package dev.reservoir.cli.house.status;

import dev.reservoir.machine.Proc;
import dev.reservoir.machine.ProcessName;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process behind a data directory, where both are on this machine and this user may know.
 *
 * @param up since when, as a span
 * @param bytes of memory that is resident
 */
record LocalProcess(long pid, Duration up, long bytes) {
    private static final String LOCK = ".lock";
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    /** The one that holds the directory's lock. */
    static Optional<LocalProcess> of(Proc proc, String directory, Instant now) {
        Optional<ProcessName> holder = proc.holderOfLock(Path.of(directory, LOCK));
        return holder.flatMap(process -> ProcessHandle.of(process.pid()))
                .flatMap(process ->
                        process.info()
                                .startInstant()
                                .map(start -> of(proc, process.pid(), start, now)));
    }

    private static LocalProcess of(Proc proc, long pid, Instant start, Instant now) {
        Matcher resident = RESIDENT.matcher(proc.text(pid + "/status"));
        long bytes = resident.find() ? Long.parseLong(resident.group(1)) << 10 : 0;
        return new LocalProcess(pid, Duration.between(start, now), bytes);
    }
}
