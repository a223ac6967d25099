package dev.reservoir.cli.house.check;

import dev.reservoir.cli.house.Sizes;
import dev.reservoir.machine.Proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether there is memory for the broker's heap and the buffers beside it. */
final class MemoryCheck implements Check {
    private static final String WHAT = "memory";

    /** The heap (512 MB) and the JVM. */
    static final long LEAST = 768L << 20;

    /** Those and the most that requests in flight may hold (1 GB). */
    static final long COMFORTABLE = 1_792L << 20;

    private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final Proc proc;
    private final Path containerLimit;

    /**
     * @param containerLimit the file that holds the control group's limit ({@code
     *     /sys/fs/cgroup/memory.max})
     */
    MemoryCheck(Proc proc, Path containerLimit) {
        this.proc = proc;
        this.containerLimit = containerLimit;
    }

    @Override
    public Verdict look() {
        String info = proc.text("meminfo");
        long total = kilobytes(TOTAL, info);
        if (total < 0) {
            return new Verdict.Ok(WHAT, "this system does not tell");
        }
        long limit = Math.min(total, limit());
        long available = Math.min(limit, Math.max(0, kilobytes(AVAILABLE, info)));
        String value = Sizes.text(available) + " available of " + Sizes.text(limit);
        if (limit < LEAST) {
            return new Verdict.Fail(
                    WHAT,
                    value,
                    "A broker's heap takes 512 MB, and the JVM some more.",
                    "Use a machine or a container with at least 2 GB, or give the broker less:"
                            + " RESERVOIR_OPTS='-Xmx256m -XX:MaxDirectMemorySize=128m'.");
        }
        return available < COMFORTABLE
                ? new Verdict.Warn(
                        WHAT,
                        value,
                        "The heap takes up to 512 MB and requests in flight up to 1 GB beside it;"
                                + " without memory for the page cache, reads go to the disk.",
                        "End other programs, or give the machine (the container) more memory.")
                : new Verdict.Ok(WHAT, value);
    }

    private static long kilobytes(Pattern pattern, String info) {
        Matcher matcher = pattern.matcher(info);
        return matcher.find() ? Long.parseLong(matcher.group(1)) << 10 : -1;
    }

    private long limit() {
        try {
            String text = Files.readString(containerLimit).strip();
            return NUMBER.matcher(text).matches() ? Long.parseLong(text) : Long.MAX_VALUE;
        } catch (IOException _) {
            return Long.MAX_VALUE;
        }
    }
}
