package dev.reservoir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** What kind of machine this is, without naming it. */
record Machine(Path dataDirectory) {
    private static final Pattern LOCAL_PART = Pattern.compile("^(\\d+(?:\\.\\d+)*).*$");

    @Override
    public String toString() {
        String kernel = LOCAL_PART.matcher(System.getProperty("os.version", "")).replaceFirst("$1");
        return String.format(
                Locale.ROOT,
                "%d cores (%s), %.0f GB of memory, %s %s, %s, JDK %s",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"),
                memoryGigabytes(),
                System.getProperty("os.name"),
                kernel,
                fileSystem(),
                Runtime.version());
    }

    private String fileSystem() {
        try {
            return Files.getFileStore(dataDirectory).type();
        } catch (IOException _) {
            return "unknown file system";
        }
    }

    private static double memoryGigabytes() {
        try {
            String first = Files.readAllLines(Path.of("/proc/meminfo")).getFirst();
            return Long.parseLong(first.replaceAll("\\D", "")) * 1024 / 1e9;
        } catch (IOException _) {
            return Double.NaN;
        }
    }
}
