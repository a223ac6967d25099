package dev.reservoir.log.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.Lease;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.SavedState;
import dev.reservoir.log.Signal;
import dev.reservoir.log.Slice;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.disk.LocalDisk;
import dev.reservoir.wire.batch.BatchBuilder;
import dev.reservoir.wire.batch.BatchView;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A data directory and the engine on it, with short ways to write, read, kill and damage. */
final class Rig implements AutoCloseable {
    static final LocalConfig SMALL =
            new LocalConfig(
                    1024 * 1024, 4 * 1024 * 1024, FlushPolicy.SYNC, 0, 256 * 1024, 1024 * 1024, 64);

    static final NodeIdentity IDENTITY = new NodeIdentity("testCluster", 1, new UUID(7, 7));

    final Path live;
    final Set<UUID> gone = ConcurrentHashMap.newKeySet();
    private final Path scratch;
    private final Disk disk;
    private final LocalConfig config;
    private int kills;
    Path root;
    LocalEngine engine;

    Rig(Path scratch, LocalConfig config) throws StorageException {
        this(scratch, config, new LocalDisk());
    }

    Rig(Path scratch, LocalConfig config, Disk disk) throws StorageException {
        this.scratch = scratch;
        this.config = config;
        this.disk = disk;
        this.live = scratch.resolve("data-0");
        this.root = live;
        this.engine = start();
    }

    private LocalEngine start() throws StorageException {
        LocalEngine started = new LocalEngine(root, disk, config, IDENTITY, System::nanoTime);
        started.recover(id -> gone.contains(id) ? null : nameOf(id));
        return started;
    }

    static String nameOf(UUID topicId) {
        return "topic" + topicId.getLeastSignificantBits();
    }

    static PartitionId id(int topic, int index) {
        UUID topicId = new UUID(99, topic);
        return new PartitionId(topicId, nameOf(topicId), index);
    }

    PartitionStore open(PartitionId id) throws StorageException {
        return open(id, StoreConfig.DEFAULT);
    }

    PartitionStore open(PartitionId id, StoreConfig layout) throws StorageException {
        PartitionStore[] opened = new PartitionStore[1];
        opened[0] =
                engine.open(
                        id,
                        layout,
                        () -> {
                            long end = opened[0].offsets().end();
                            return new SavedState(end, ByteBuffer.allocate(8).putLong(end).flip());
                        });
        return opened[0];
    }

    /** A batch of one record whose value is its offset, padded to some size. */
    static ByteBuffer batch(long offset, int size) {
        ByteBuffer value = ByteBuffer.allocate(Math.max(8, size)).putLong(0, offset);
        return new BatchBuilder(offset).add(1_000 + offset, null, value).build();
    }

    void append(PartitionStore store, int size) throws StorageException, InterruptedException {
        long offset = store.offsets().end();
        ByteBuffer batch = batch(offset, size);
        engine.admit(batch.remaining(), 10_000);
        store.append(batch, Lease.NONE, offset, offset + 1, 0);
    }

    void appendAndWait(PartitionStore store, int count, int size)
            throws StorageException, InterruptedException {
        for (int i = 0; i < count; i++) {
            append(store, size);
        }
        await(store, store.offsets().end());
    }

    static void await(PartitionStore store, long offset)
            throws StorageException, InterruptedException {
        Signal signal = new Signal();
        while (store.offsets().durable() < offset) {
            StorageException failure = store.failure();
            if (failure != null) {
                throw failure;
            }
            store.awaitDurable(offset - 1, signal);
            signal.await(Long.MAX_VALUE);
        }
    }

    /** The offsets of all readable records; checks that each record's value is its offset. */
    static List<Long> readAll(PartitionStore store) throws StorageException, IOException {
        List<Long> offsets = new ArrayList<>();
        long next = store.offsets().start();
        long durable = store.offsets().durable();
        while (next < durable) {
            try (Slice slice = store.read(next, 64 * 1024, true, durable)) {
                if (slice.length() == 0) {
                    break;
                }
                ByteBuffer bytes = ByteBuffer.allocate(slice.length());
                slice.read(bytes, 0);
                bytes.flip();
                int at = 0;
                while (at + BatchView.HEADER_BYTES <= bytes.limit()
                        && at + BatchView.sizeAt(bytes, at) <= bytes.limit()) {
                    BatchView batch = BatchView.at(bytes, at);
                    assertThat(batch.checksumMatches()).isTrue();
                    if (batch.baseOffset() >= store.offsets().start()) {
                        offsets.add(batch.baseOffset());
                    }
                    next = batch.nextOffset();
                    at += batch.sizeInBytes();
                }
            }
        }
        return offsets;
    }

    static List<Long> range(long from, long to) {
        List<Long> offsets = new ArrayList<>();
        for (long offset = from; offset < to; offset++) {
            offsets.add(offset);
        }
        return offsets;
    }

    /**
     * Starts another engine on a copy of the directory as it is now: what a kill leaves. The first
     * engine is closed.
     */
    void kill() throws IOException, StorageException {
        copyThenStop();
        engine = start();
    }

    /** Like {@link #kill}, without a new start. */
    void copyThenStop() throws IOException {
        Path copy = scratch.resolve("data-" + ++kills);
        copyTree(root, copy);
        engine.close();
        root = copy;
    }

    /**
     * Copies the directory while nothing in it changes, for a kill stops everything at one moment.
     */
    private static void copyTree(Path from, Path to) throws IOException {
        Map<Path, String> before;
        boolean still;
        do {
            before = look(from);
            still = copy(before.keySet(), from, to) && before.equals(look(from));
            if (!still) {
                remove(to);
            }
        } while (!still);
    }

    private static Map<Path, String> look(Path directory) throws IOException {
        Map<Path, String> files = new TreeMap<>();
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes seen) {
                        files.put(file, seen.size() + " " + seen.lastModifiedTime());
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return files;
    }

    private static boolean copy(Set<Path> files, Path from, Path to) throws IOException {
        try {
            for (Path file : files) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void remove(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Closes cleanly and starts again. */
    void restart() throws StorageException {
        engine.close();
        engine = start();
    }

    void startAgain() throws StorageException {
        engine = start();
    }

    static void flip(Path file, long at) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 0x10)).rewind();
            channel.write(one, at);
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
