package dev.reservoir.testing.pages;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where pages are read: a directory that looks like a fresh checkout to who types the commands, a
 * port that the page's 9092 becomes, and the terminals by their names.
 */
final class Desk implements AutoCloseable {
    private static final String PAGE_ADDRESS = "localhost:9092";
    private static final String BROKER = "broker";
    private static final Pattern START = Pattern.compile("bin/reservoir start\\b");

    /** What programs leave in a checkout. */
    private static final Set<String> LEFT_BY_PROGRAMS =
            Set.of("node_modules", ".venv", "__pycache__", "bin", "lib", "target");

    private final Path directory;
    private final int port;
    private final Map<String, Terminal> terminals = new LinkedHashMap<>();
    private final Map<String, Reader> readers = new LinkedHashMap<>();

    /**
     * Prepares a desk.
     *
     * @param checkout the programs and the examples
     * @param directory an empty one that the caller removes
     */
    Desk(Path checkout, Path directory) throws IOException {
        this.directory = directory;
        this.port = freePort();
        Path home = Files.createDirectories(home());
        Files.createSymbolicLink(home.resolve("bin"), checkout.resolve("bin"));
        copy(checkout.resolve("examples"), home.resolve("examples"));
    }

    private Path home() {
        return directory.resolve("reservoir");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String address() {
        return "localhost:" + port;
    }

    private void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path source, BasicFileAttributes attributes) throws IOException {
                        if (LEFT_BY_PROGRAMS.contains(source.getFileName().toString())) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        Files.createDirectories(to.resolve(from.relativize(source).toString()));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path source, BasicFileAttributes attributes)
                            throws IOException {
                        copyFile(source, to.resolve(from.relativize(source).toString()));
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** A program that connects to the page's address by default connects to this broker. */
    private void copyFile(Path source, Path target) throws IOException {
        Files.copy(source, target);
        try {
            String text = Files.readString(source);
            if (text.contains(PAGE_ADDRESS)) {
                Files.writeString(target, text.replace(PAGE_ADDRESS, address()));
            }
        } catch (MalformedInputException e) {
            // Not a text: it stays as it is.
        }
    }

    /** A command of a page as it is typed at this desk. */
    String asTypedHere(String command) {
        String here = command.replace(PAGE_ADDRESS, address());
        return START.matcher(here).replaceAll("bin/reservoir start --listen " + address());
    }

    /** What was printed at this desk as a page shows it. */
    String asThePageSays(String printed) {
        return printed.replaceAll(":" + port + "\\b", ":9092");
    }

    /** Reads a page from its beginning to its end. */
    void read(Page page) throws IOException, InterruptedException {
        for (Block block : page.blocks()) {
            reader(block.terminal()).read(page, block);
        }
    }

    /** Ends what a page leaves running, but for the broker. */
    void turnThePage() throws IOException, InterruptedException {
        for (var reader : readers.entrySet()) {
            if (!reader.getKey().equals(BROKER)) {
                reader.getValue().leave();
            }
        }
    }

    private Reader reader(String terminal) throws IOException {
        Reader reader = readers.get(terminal);
        if (reader == null) {
            ProcessBuilder builder = new ProcessBuilder().directory(home().toFile());
            // Surefire sets it; a newcomer's java is the one on the PATH.
            builder.environment().remove("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("RESERVOIR_BOOTSTRAP_SERVER", address());
            builder.environment().put("PIP_DISABLE_PIP_VERSION_CHECK", "1");
            builder.environment().put("PIP_ROOT_USER_ACTION", "ignore");
            Terminal shell = new Terminal(directory.resolve(terminal), builder);
            terminals.put(terminal, shell);
            reader = new Reader(shell, this);
            readers.put(terminal, reader);
        }
        return reader;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Terminal terminal : terminals.values()) {
            terminal.close();
        }
    }
}
