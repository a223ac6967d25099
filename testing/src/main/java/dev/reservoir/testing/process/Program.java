package dev.reservoir.testing.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The {@code reservoir} program as a process: this JVM's java and class path, the flags of {@code
 * broker/jvm.options}. Its output, both streams together, goes to a file. What still runs when this
 * JVM ends is killed.
 */
public final class Program {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> RUNNING.forEach(Process::destroyForcibly), "kill-brokers"));
    }

    /**
     * What a finished program left.
     *
     * @param exitCode its exit code
     * @param output what it printed and logged
     */
    public record Ended(int exitCode, String output) {}

    private static final long POLL_MS = 20;

    private Program() {}

    /** Starts the program; its output is appended to the file. */
    static Process launch(Path output, List<String> arguments) throws IOException {
        return launchOther(output, commandLine(arguments));
    }

    /** Starts another program, to the same rules. */
    public static Process launchOther(Path output, List<String> line) throws IOException {
        Process process =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                        .start();
        RUNNING.add(process);
        var _ = process.onExit().thenAccept(RUNNING::remove);
        return process;
    }

    /**
     * Runs the program to its end.
     *
     * @throws IllegalStateException when it runs on for a minute
     */
    public static Ended run(String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile("reservoir-run", ".log");
        try {
            Process process = launch(output, List.of(arguments));
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException(
                        "the program was expected to end and ran on: " + Files.readString(output));
            }
            return new Ended(process.exitValue(), Files.readString(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /**
     * Runs the program within another one, such as {@code setpriv} or a shell that sets limits,
     * until it ends or has said something; it is killed then.
     *
     * @param wrapper the other program and its arguments; the command line comes behind them
     * @param enough whether the output says all that is waited for
     * @return what it printed and logged
     */
    public static String runWithin(
            List<String> wrapper, Predicate<String> enough, String... arguments)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("reservoir-run", ".log");
        List<String> line = new ArrayList<>(wrapper);
        line.addAll(commandLine(List.of(arguments)));
        Process process =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        RUNNING.add(process);
        try {
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (process.isAlive()
                    && !enough.test(Files.readString(output))
                    && System.nanoTime() < deadline) {
                Thread.sleep(POLL_MS);
            }
            return Files.readString(output);
        } finally {
            process.destroyForcibly().waitFor();
            RUNNING.remove(process);
            Files.deleteIfExists(output);
        }
    }

    private static List<String> commandLine(List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of(Files.readString(jvmOptions()).strip().split("\\s+")));
        line.add("-cp");
        line.add(System.getProperty("java.class.path"));
        line.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=info");
        line.add("dev.reservoir.broker.Main");
        line.addAll(arguments);
        return line;
    }

    private static Path jvmOptions() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null) {
            Path options = at.resolve("broker/jvm.options");
            if (Files.isRegularFile(options)) {
                return options;
            }
            at = at.getParent();
        }
        throw new IllegalStateException("no checkout of Reservoir above the working directory");
    }
}
