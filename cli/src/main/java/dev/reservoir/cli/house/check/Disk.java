package dev.reservoir.cli.house.check;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The place of a data directory, which may not exist yet.
 *
 * @param directory the data directory
 * @param existing it, or the nearest directory above it that exists
 * @param kind of the file system, as the system calls it; "" when it does not tell
 * @param totalBytes size of the disk, 0 when the system does not tell
 * @param usableBytes what a program may still write
 * @param writable whether this user may write into {@code existing}
 */
record Disk(
        Path directory,
        Path existing,
        String kind,
        long totalBytes,
        long usableBytes,
        boolean writable) {

    static Disk of(Path given) {
        Path directory = given.toAbsolutePath().normalize();
        Path existing = directory;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        boolean writable = Files.isDirectory(existing) && Files.isWritable(existing);
        long usable = existing.toFile().getUsableSpace();
        long total = existing.toFile().getTotalSpace();
        return new Disk(directory, existing, kind(existing), total, usable, writable);
    }

    private static String kind(Path existing) {
        try {
            FileStore store = Files.getFileStore(existing);
            return store.type();
        } catch (IOException _) {
            return "";
        }
    }
}
