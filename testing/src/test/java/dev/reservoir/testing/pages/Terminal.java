package dev.reservoir.testing.pages;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A shell that runs one command after the other. What goes to a command's output, both streams
 * together, and comes to its input, is in files. Used by one thread.
 */
final class Terminal implements AutoCloseable {
    private static final long GRACE_S = 10;
    private static final long POLL_MS = 10;

    private final Path files;
    private final Process shell;
    private final Set<ProcessHandle> background = new HashSet<>();
    private int commands;
    private RandomAccessFile input;

    /**
     * Opens a terminal.
     *
     * @param files an empty directory for what it needs
     * @param builder with the directory and the environment that its first command gets
     */
    Terminal(Path files, ProcessBuilder builder) throws IOException {
        this.files = files;
        Files.createDirectories(files);
        this.input = new RandomAccessFile("/dev/null", "rw");
        shell =
                builder.command("bash", script())
                        .redirectErrorStream(true)
                        .redirectOutput(files.resolve("shell.log").toFile())
                        .start();
        Leftovers.endWithThisJvm(shell);
    }

    private String script() throws IOException {
        Path script = files.resolve("terminal.sh");
        try (var text = Terminal.class.getResourceAsStream("/terminal.sh")) {
            if (text == null) {
                throw new IOException("terminal.sh is not on the class path");
            }
            Files.copy(text, script);
        }
        return script.toString();
    }

    /**
     * Starts a command; the one before must have ended.
     *
     * @param interactive whether {@link #type} will be called; without, its input is empty
     */
    void start(String command, boolean interactive) throws IOException, InterruptedException {
        shell.children().forEach(background::add);
        input.close();
        commands++;
        Path from = Path.of("/dev/null");
        if (interactive) {
            from = files.resolve("input." + commands);
            new ProcessBuilder("mkfifo", from.toString()).inheritIO().start().waitFor();
        }
        // Opened for both, it waits for no reader, and the reader waits for no writer.
        input = new RandomAccessFile(from.toFile(), "rw");
        String order = command + '\0' + from + '\0' + output() + '\0';
        OutputStream orders = shell.getOutputStream();
        orders.write(order.getBytes(StandardCharsets.UTF_8));
        orders.flush();
        // The shell opens a command's input before its output.
        while (!Files.exists(output()) && shell.isAlive()) {
            Thread.sleep(POLL_MS);
        }
    }

    private Path output() {
        return files.resolve("output." + commands);
    }

    private Path code() {
        return files.resolve("output." + commands + ".code");
    }

    void type(String line) throws IOException {
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Ctrl+D. */
    void endInput() throws IOException {
        input.close();
    }

    /** Ctrl+C. */
    void interrupt() throws IOException, InterruptedException {
        List<ProcessHandle> foreground =
                shell.children().filter(child -> !background.contains(child)).toList();
        for (ProcessHandle leader : foreground) {
            new ProcessBuilder("kill", "-INT", "--", "-" + leader.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }

    /** What the command printed until now. */
    String printed() throws IOException {
        return Files.exists(output())
                ? new String(Files.readAllBytes(output()), StandardCharsets.UTF_8)
                : "";
    }

    /** Whether there is no command that runs. */
    boolean isIdle() {
        return commands == 0 || Files.exists(code());
    }

    /** The exit code of a command that has ended. */
    int exitCode() throws IOException {
        return Integer.parseInt(Files.readString(code()).strip());
    }

    boolean isClosed() {
        return !shell.isAlive();
    }

    /** Ends what runs in it: asks first, then kills. */
    @Override
    public void close() throws IOException, InterruptedException {
        List<ProcessHandle> running = shell.descendants().toList();
        running.forEach(ProcessHandle::destroy);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_S);
        while (running.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
            Thread.sleep(POLL_MS);
        }
        running.forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly().waitFor();
        input.close();
    }
}
