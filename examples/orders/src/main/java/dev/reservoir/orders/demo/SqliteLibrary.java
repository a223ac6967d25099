package dev.reservoir.orders.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * SQLite's native library. Each process that loads the driver unpacks a copy of its own, and a
 * process that is killed cannot remove it; so the services use the demo's copy.
 */
final class SqliteLibrary {
    private static final String DIRECTORY = "org.sqlite.tmpdir";

    /** As the driver calls its copies; what else lies there is somebody else's. */
    private static final Pattern COPY = Pattern.compile("sqlite-.+sqlitejdbc.*");

    private SqliteLibrary() {}

    /** Has this process, which has not used SQLite yet, unpack the library there. */
    static void unpackTo(Path directory) throws IOException {
        Path sqlite = Files.createDirectories(directory.resolve("sqlite"));
        for (Path left : files(sqlite)) {
            Files.delete(left);
        }
        System.setProperty(DIRECTORY, sqlite.toString());
    }

    /** Flags of a JVM that is to use this process's copy; none if there is no such copy. */
    static List<String> flags() {
        String sqlite = System.getProperty(DIRECTORY);
        if (sqlite == null) {
            return List.of();
        }
        return files(Path.of(sqlite)).stream()
                .map(file -> file.getFileName().toString())
                .filter(file -> !file.endsWith(".lck"))
                .findFirst()
                .map(library ->
                        List.of(
                                "-Dorg.sqlite.lib.path=" + sqlite,
                                "-Dorg.sqlite.lib.name=" + library))
                .orElse(List.of());
    }

    /** The driver's files. */
    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(SqliteLibrary::isCopy).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isCopy(Path file) {
        return COPY.matcher(file.getFileName().toString()).matches();
    }
}
