package dev.reservoir.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What must be gone when the run ends, however it ends: processes that were started, directories
 * that were made. Thread-safe; {@link #everything} also runs as the JVM's shutdown hook.
 */
final class Cleanup {
    private final Set<Process> processes = ConcurrentHashMap.newKeySet();
    private final Set<Path> directories = ConcurrentHashMap.newKeySet();

    void onExit(Process process) {
        processes.add(process);
    }

    void onExit(Path directory) {
        directories.add(directory);
    }

    /** SIGKILL to the process and to what it started; returns when they are gone. */
    void kill(Process process) {
        List<ProcessHandle> started = process.descendants().toList();
        started.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
        started.forEach(handle -> handle.onExit().join());
        processes.remove(process);
    }

    void delete(Path directory) {
        if (Files.exists(directory)) {
            try (Stream<Path> paths = Files.walk(directory)) {
                paths.sorted(Comparator.reverseOrder()).forEach(Cleanup::deleteOne);
            } catch (IOException e) {
                throw new UncheckedIOException("could not remove " + directory, e);
            }
        }
        directories.remove(directory);
    }

    void everything() {
        processes.forEach(this::kill);
        directories.forEach(this::delete);
    }

    private static void deleteOne(Path path) {
        try {
            Files.delete(path);
        } catch (NoSuchFileException _) {
            // Somebody else was faster, which is as good.
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + path, e);
        }
    }
}
