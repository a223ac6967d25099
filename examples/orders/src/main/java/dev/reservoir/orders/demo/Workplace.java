package dev.reservoir.orders.demo;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The directory that one demo works in, and no other at the same time. */
final class Workplace implements AutoCloseable {
    private final Path directory;
    private final boolean passing;
    private final FileChannel lockFile;

    private Workplace(Path directory, boolean passing, FileChannel lockFile) {
        this.directory = directory;
        this.passing = passing;
        this.lockFile = lockFile;
    }

    /**
     * @param wanted made if it is not there; null for a new one, which {@link #discard} removes
     */
    static Workplace open(@Nullable Path wanted) {
        try {
            Path directory =
                    wanted == null
                            ? Files.createTempDirectory("reservoir-orders-")
                            : Files.createDirectories(wanted).toRealPath();
            FileChannel lockFile =
                    FileChannel.open(
                            directory.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            FileLock lock = lockFile.tryLock();
            if (lock == null) {
                lockFile.close();
                throw new DemoException(
                        directory
                                + " is in use by another demo; end that one, or name another"
                                + " --data-dir");
            }
            return new Workplace(directory, wanted == null, lockFile);
        } catch (IOException e) {
            throw new DemoException("the data directory " + wanted + " cannot be used: " + e, e);
        }
    }

    Path directory() {
        return directory;
    }

    /** Whether nobody named it, so that nobody misses it. */
    boolean isPassing() {
        return passing;
    }

    /** Removes what is in it, and itself. */
    void discard() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(directory)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
