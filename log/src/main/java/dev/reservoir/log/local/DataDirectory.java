package dev.reservoir.log.local;

import dev.reservoir.log.StorageException;
import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.disk.DiskFile;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Properties;
import java.util.UUID;

/** The data directory: its lock, and {@code meta.properties}, which says whose it is. */
final class DataDirectory implements Closeable {
    static final String META = "meta.properties";
    static final String LOCK = ".lock";
    static final String JOURNAL = "journal";

    private static final int FORMAT_VERSION = 1;
    private static final int MAX_META_BYTES = 64 * 1024;
    private static final String FORMAT_KEY = "reservoir.format.version";

    private final Closeable lock;
    private final NodeIdentity identity;

    private DataDirectory(Closeable lock, NodeIdentity identity) {
        this.lock = lock;
        this.identity = identity;
    }

    /** Fills a new directory before it counts as one. */
    interface Filler {
        void fill() throws IOException;
    }

    /**
     * Locks a directory, making it if it does not exist.
     *
     * @param fresh whose it becomes when it is new; otherwise its node id must match
     * @param filler writes what a new directory holds
     */
    static DataDirectory open(Path root, Disk disk, NodeIdentity fresh, Filler filler)
            throws IOException, StorageException {
        makeDurably(root.resolve(JOURNAL), disk);
        Closeable lock = disk.lock(root.resolve(LOCK));
        try {
            // A process may have made names and been killed before it synced them.
            disk.syncDirectory(root.resolve(JOURNAL));
            disk.syncDirectory(root);
            syncParent(root, disk);
            NodeIdentity identity = read(root, disk);
            if (identity == null) {
                checkEmpty(root, disk);
                filler.fill();
                write(root, disk, fresh);
                identity = fresh;
            }
            if (identity.nodeId() != fresh.nodeId()) {
                throw new StorageException(
                        StorageException.Kind.FAILED,
                        "%s belongs to node.id %d, this broker has node.id %d: change node.id or the data directory"
                                .formatted(root, identity.nodeId(), fresh.nodeId()));
            }
            return new DataDirectory(lock, identity);
        } catch (IOException | StorageException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The journal is used only after the identity was written, so it says what was there. */
    private static void checkEmpty(Path root, Disk disk) throws IOException, StorageException {
        Path journal = root.resolve(JOURNAL);
        if (disk.list(journal).stream().anyMatch(name -> name.endsWith(JournalSegment.SUFFIX))) {
            throw new StorageException(
                    StorageException.Kind.FAILED,
                    "%s is missing, but %s holds data: restore the file from a copy"
                            .formatted(root.resolve(META), journal));
        }
    }

    private static void syncParent(Path root, Disk disk) throws IOException {
        Path parent = root.toAbsolutePath().getParent();
        if (parent != null) {
            disk.syncDirectory(parent);
        }
    }

    private static void makeDurably(Path directory, Disk disk) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (disk.exists(directory) || parent == null) {
            return;
        }
        makeDurably(parent, disk);
        disk.createDirectories(directory);
        disk.syncDirectory(parent);
    }

    NodeIdentity identity() {
        return identity;
    }

    private static @Nullable NodeIdentity read(Path root, Disk disk)
            throws IOException, StorageException {
        Path path = root.resolve(META);
        if (!disk.exists(path)) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(MAX_META_BYTES);
        try (DiskFile file = disk.openReadOnly(path)) {
            file.read(bytes, 0);
        }
        Properties properties = new Properties();
        properties.load(new StringReader(StandardCharsets.UTF_8.decode(bytes.flip()).toString()));
        try {
            return parse(properties, path);
        } catch (IllegalArgumentException e) {
            throw new StorageException(
                    StorageException.Kind.FAILED,
                    path + " cannot be understood (" + e.getMessage() + "): restore it from a copy",
                    e);
        }
    }

    private static NodeIdentity parse(Properties properties, Path path)
            throws NewerFormatException {
        String format = value(properties, FORMAT_KEY);
        NewerFormatException.check(path.toString(), Integer.parseInt(format), FORMAT_VERSION);
        ByteBuffer id =
                ByteBuffer.wrap(Base64.getUrlDecoder().decode(value(properties, "directory.id")));
        if (id.remaining() != 2 * Long.BYTES) {
            throw new IllegalArgumentException("directory.id does not have 16 bytes");
        }
        return new NodeIdentity(
                value(properties, "cluster.id"),
                Integer.parseInt(value(properties, "node.id")),
                new UUID(id.getLong(), id.getLong()));
    }

    private static String value(Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }

    private static void write(Path root, Disk disk, NodeIdentity identity) throws IOException {
        String text =
                "version=1\n"
                        + (FORMAT_KEY + "=" + FORMAT_VERSION + "\n")
                        + ("cluster.id=" + identity.clusterId() + "\n")
                        + ("node.id=" + identity.nodeId() + "\n")
                        + ("directory.id="
                                + PartitionDirectory.encode(identity.directoryId())
                                + "\n");
        Path unfinished = root.resolve(META + ".new");
        try (DiskFile file = disk.open(unfinished)) {
            file.truncate(0);
            file.write(
                    new ByteBuffer[] {ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))}, 0);
            file.sync();
        }
        disk.syncDirectory(root);
        disk.rename(unfinished, root.resolve(META));
        disk.syncDirectory(root);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
