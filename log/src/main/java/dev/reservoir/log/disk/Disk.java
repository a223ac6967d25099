package dev.reservoir.log.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The operations on files that the local engine needs, with a crash's view of each. After a power
 * cut only what was synced is sure to be there: bytes and sizes by {@link DiskFile#sync} (or a
 * {@linkplain #openSynchronous synchronous} write), names by {@link #syncDirectory} of the
 * directory that holds them (DURABILITY rule 12). Thread-safe.
 */
public interface Disk {
    /** Opens for reading and writing, creating the file (not its directory) when it is missing. */
    DiskFile open(Path file) throws IOException;

    /** Opens for reading only. */
    DiskFile openReadOnly(Path file) throws IOException;

    /** What positions and lengths of synchronous writes are multiples of. */
    int BLOCK_BYTES = 4096;

    /**
     * Opens an existing file for writing; every write is durable, size included, when it returns
     * (O_DSYNC). Writes are of whole blocks of {@link #BLOCK_BYTES}, from the heap or from a direct
     * buffer that starts on such a boundary of memory, for they pass by the page cache where the
     * file system can do that (O_DIRECT).
     */
    DiskFile openSynchronous(Path file) throws IOException;

    void createDirectories(Path directory) throws IOException;

    /** Names (not paths) of the entries, sorted; empty when the directory does not exist. */
    List<String> list(Path directory) throws IOException;

    boolean exists(Path path) throws IOException;

    /** Renames atomically, replacing a file of that name. */
    void rename(Path from, Path to) throws IOException;

    /** Removes a file or an empty directory; does nothing when it is missing. */
    void delete(Path path) throws IOException;

    void syncDirectory(Path directory) throws IOException;

    /** Bytes that can still be written on the disk that holds the path. */
    long usableBytes(Path path) throws IOException;

    /**
     * Takes the lock file for this process.
     *
     * @throws IOException when another process holds it; the message says so
     */
    Closeable lock(Path file) throws IOException;
}
