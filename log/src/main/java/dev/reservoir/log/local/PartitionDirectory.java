package dev.reservoir.log.local;

import dev.reservoir.log.PartitionId;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.disk.DiskFile;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;

/**
 * The directory of a partition: {@code topic-0}, with {@code partition.metadata} in it, which says
 * whose it is. Made on first use; one that belongs to another topic id is never used. The thread
 * that applies, and recovery before it, are the only ones that make or remove names.
 */
final class PartitionDirectory {
    static final String METADATA_FILE = "partition.metadata";
    static final String DELETE_SUFFIX = "-delete";

    private static final Logger LOG = LoggerFactory.getLogger(PartitionDirectory.class);
    private static final int MAX_METADATA_BYTES = 4096;
    private static final int NAME_MAX_BYTES = 255;

    private final Storage storage;
    private final PartitionId id;
    private volatile StoreConfig config = StoreConfig.DEFAULT;

    /** Whether the last checkpoint relied on files in it, so that it must be there. */
    private final boolean known;

    private volatile boolean verified;
    private volatile boolean namesChanged;
    private volatile boolean created;

    PartitionDirectory(Storage storage, PartitionId id, boolean known) {
        this.storage = storage;
        this.id = id;
        this.known = known;
    }

    PartitionId id() {
        return id;
    }

    Path path() {
        return storage.root().resolve(id.toString());
    }

    Path file(String name) {
        return path().resolve(name);
    }

    Disk disk() {
        return storage.disk();
    }

    OpenFiles files() {
        return storage.files();
    }

    void configure(StoreConfig newConfig) {
        config = newConfig;
    }

    StoreConfig config() {
        return config;
    }

    int indexIntervalBytes() {
        return config.indexIntervalBytes();
    }

    /** Notes that a file was made, renamed or removed. */
    void namesChanged() {
        namesChanged = true;
    }

    /**
     * Makes sure that the directory is there and is this partition's.
     *
     * @throws StorageException OFFLINE when what a checkpoint relies on is missing
     */
    void ensure() throws IOException, StorageException {
        if (verified) {
            return;
        }
        if (disk().exists(path())) {
            UUID owner = readOwner();
            if (id.topicId().equals(owner)) {
                if (!known) {
                    noteMade();
                }
                verified = true;
                return;
            }
            if (known) {
                throw missing("belongs to topic id " + owner);
            }
            putAway(owner);
        } else if (known) {
            throw missing("is missing");
        }
        make();
        verified = true;
    }

    private StorageException missing(String what) {
        return new StorageException(
                StorageException.Kind.OFFLINE,
                "the directory "
                        + path()
                        + " of a partition that has data "
                        + what
                        + ": restore it and restart, or delete the topic");
    }

    private void make() throws IOException {
        disk().createDirectories(path());
        writeOwner().close();
        noteMade();
    }

    /** Writes, from nothing, whose the directory is; the caller closes the file. */
    private DiskFile writeOwner() throws IOException {
        String text = "version: 0\ntopic_id: " + encode(id.topicId());
        DiskFile file = disk().open(file(METADATA_FILE));
        file.truncate(0);
        file.write(new ByteBuffer[] {ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))}, 0);
        return file;
    }

    /** The next checkpoint syncs all of it; also when a process made it that was killed then. */
    private void noteMade() {
        created = true;
        namesChanged = true;
        storage.rootChanged();
    }

    /** Kafka's way to write a topic id. */
    static String encode(UUID topicId) {
        ByteBuffer bytes =
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(topicId.getMostSignificantBits())
                        .putLong(topicId.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    private static @Nullable UUID decode(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            return bytes.remaining() == 2 * Long.BYTES
                    ? new UUID(bytes.getLong(), bytes.getLong())
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The topic id that the directory names; null when it cannot be told. */
    private @Nullable UUID readOwner() throws IOException {
        return owner(disk(), path());
    }

    /** Whose directory has a name; null when it is not a partition's. */
    static @Nullable PartitionId idOf(String name, UUID owner) {
        int dash = name.lastIndexOf('-');
        try {
            return dash <= 0
                    ? null
                    : new PartitionId(
                            owner,
                            name.substring(0, dash),
                            Integer.parseInt(name.substring(dash + 1)));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The topic id that a directory names; null when it cannot be told. */
    static @Nullable UUID owner(Disk disk, Path directory) throws IOException {
        Path file = directory.resolve(METADATA_FILE);
        if (!disk.exists(file)) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(MAX_METADATA_BYTES);
        try (DiskFile open = disk.openReadOnly(file)) {
            open.read(bytes, 0);
        }
        String text = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        for (String line : text.lines().toList()) {
            if (line.startsWith("topic_id:")) {
                return decode(line.substring("topic_id:".length()).strip());
            }
        }
        return null;
    }

    /** Renames a directory in the way, which no living topic owns. */
    private void putAway(@Nullable UUID owner) throws IOException {
        String suffix = owner == null ? "unknown" : encode(owner);
        LOG.info("{} belongs to {}, which is gone; it is removed", path(), suffix);
        moveAway(suffix);
    }

    /**
     * Renames the directory to a name that says it is to be deleted, durably.
     *
     * @return whether there was one
     */
    boolean remove() throws IOException {
        if (!disk().exists(path()) || !id.topicId().equals(readOwner())) {
            return false;
        }
        moveAway(encode(id.topicId()));
        verified = false;
        return true;
    }

    private void moveAway(String owner) throws IOException {
        String suffix = "." + owner + DELETE_SUFFIX;
        String name = id.toString();
        int keep = Math.min(name.length(), NAME_MAX_BYTES - suffix.length());
        Path target = storage.root().resolve(name.substring(0, keep) + suffix);
        storage.remover().clear(target);
        disk().rename(path(), target);
        disk().syncDirectory(storage.root());
        storage.remover().removeLater(target);
    }

    boolean wasMade() {
        return created;
    }

    /**
     * Makes durable whose the directory is, while no name is made or removed. Written anew each
     * time, for what a failed sync was meant for is not made durable by the next one.
     */
    void syncOwner() throws IOException {
        if (!created || !verified) {
            return;
        }
        try (DiskFile file = writeOwner()) {
            file.sync();
        }
        created = false;
    }

    boolean hasUnsyncedNames() {
        return namesChanged;
    }

    /** Makes names durable, so that a checkpoint may rely on them. */
    void syncNames() throws IOException {
        if (namesChanged) {
            namesChanged = false;
            try {
                disk().syncDirectory(path());
            } catch (IOException e) {
                namesChanged = true;
                throw e;
            }
        }
    }
}
