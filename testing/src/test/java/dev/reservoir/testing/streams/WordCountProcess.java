package dev.reservoir.testing.streams;

import dev.reservoir.testing.process.Program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@link WordCountApp} in a process of its own, with this JVM's class path. Used by one thread. */
final class WordCountProcess implements AutoCloseable {
    private final String bootstrap;
    private final String guarantee;
    private final Path state;
    private final Path temporary;
    private final Path output;
    private Process process;

    /** Length of the output before this life, in characters. */
    private int lifeBegan;

    /**
     * Starts it.
     *
     * @param directory gets its state and its output; the caller removes it
     * @param guarantee {@code processing.guarantee}
     */
    WordCountProcess(Path directory, String bootstrap, String guarantee) throws IOException {
        this.bootstrap = bootstrap;
        this.guarantee = guarantee;
        this.state = directory.resolve("state");
        // RocksDB's library is unpacked there, and a killed process leaves it behind.
        this.temporary = Files.createDirectories(directory.resolve("tmp"));
        this.output = Files.createFile(directory.resolve("app.log"));
        this.process = launch();
    }

    private Process launch() throws IOException {
        lifeBegan = log().length();
        return Program.launchOther(
                output,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + temporary,
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WordCountApp.class.getName(),
                        bootstrap,
                        state.toString(),
                        guarantee));
    }

    /** Kills the process as {@code kill -9} does, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void restart() throws IOException {
        process = launch();
    }

    /** Removes all that a killed life knew of itself: the next one has another process id, too. */
    void wipeState() throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Stops it as Ctrl+C does, and waits for its end. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new AssertionError("the application did not stop: " + logOfThisLife());
        }
    }

    /** Whether this life has got its partitions and has restored their state. */
    boolean runs() {
        return logOfThisLife().contains(WordCountApp.RUNS);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it printed and logged since it was first started. */
    String log() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it printed and logged since it was last started. */
    String logOfThisLife() {
        return log().substring(lifeBegan);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
