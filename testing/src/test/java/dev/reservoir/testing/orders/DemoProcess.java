package dev.reservoir.testing.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code bin/reservoir demo orders}, typed as a user would. Used by one thread. */
final class DemoProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path output;

    private DemoProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * @param directory gets what the demo prints; its own directory is made there too
     */
    static DemoProcess start(Path directory, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(checkout().resolve("bin/reservoir").toString());
        command.addAll(List.of("demo", "orders"));
        command.addAll(List.of(options));
        Path output = directory.resolve("demo.log");
        return new DemoProcess(
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    private static Path checkout() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isRegularFile(at.resolve("bin/reservoir"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new IllegalStateException("no checkout of Reservoir above the working directory");
        }
        return at;
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** Waits until it has printed something like this. */
    Matcher await(String pattern) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        Pattern wanted = Pattern.compile(pattern);
        while (true) {
            Matcher matcher = wanted.matcher(output());
            if (matcher.find()) {
                return matcher;
            }
            assertThat(process.isAlive() && System.nanoTime() < end).as(output()).isTrue();
            Thread.sleep(50);
        }
    }

    /** Waits for its end; returns the exit code. */
    int awaitEnd(long seconds) throws IOException, InterruptedException {
        assertThat(process.waitFor(seconds, TimeUnit.SECONDS)).as(output()).isTrue();
        return process.exitValue();
    }

    /** As Ctrl+C, but for this process alone. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** All processes that it started and that still run. */
    List<ProcessHandle> family() {
        return process.descendants().toList();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
