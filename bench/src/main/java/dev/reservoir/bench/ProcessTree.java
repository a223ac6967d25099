package dev.reservoir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the kernel accounts to a process and to those that it started (Linux, {@code /proc}). */
record ProcessTree(Process root) {
    /** USER_HZ, which Linux fixes at 100 for what it shows in /proc. */
    private static final double TICKS_PER_SECOND = 100;

    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** User and system time so far, in seconds, in steps of 10 ms. */
    double cpuSeconds() throws IOException {
        long ticks = 0;
        for (ProcessHandle handle : handles()) {
            String stat = read(handle, "stat");
            if (!stat.isEmpty()) {
                // The second field is the command in parentheses and may hold spaces.
                String[] fields = SPACES.split(stat.substring(stat.lastIndexOf(')') + 2));
                ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            }
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** Resident memory in MB (10^6 bytes). */
    double residentMegabytes() throws IOException {
        double kilobytes = 0;
        for (ProcessHandle handle : handles()) {
            for (String line : read(handle, "status").lines().toList()) {
                if (line.startsWith("VmRSS:")) {
                    kilobytes += Long.parseLong(SPACES.split(line)[1]);
                }
            }
        }
        return kilobytes * 1024 / 1e6;
    }

    private List<ProcessHandle> handles() {
        return Stream.concat(Stream.of(root.toHandle()), root.descendants()).toList();
    }

    private static String read(ProcessHandle handle, String file) throws IOException {
        try {
            return Files.readString(Path.of("/proc", Long.toString(handle.pid()), file));
        } catch (NoSuchFileException _) {
            return "";
        }
    }
}
