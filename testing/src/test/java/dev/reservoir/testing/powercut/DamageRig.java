package dev.reservoir.testing.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.Lease;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.SavedState;
import dev.reservoir.log.Signal;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.log.TopicNames;
import dev.reservoir.log.disk.DiskFile;
import dev.reservoir.log.local.LocalConfig;
import dev.reservoir.log.local.LocalEngine;
import dev.reservoir.testing.disk.CrashDisk;
import dev.reservoir.testing.load.Batches;
import dev.reservoir.testing.load.Slices;
import dev.reservoir.wire.batch.BatchView;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A data directory with three partitions in it, whose files can be damaged between two starts. */
final class DamageRig {
    private static final StoreConfig LAYOUT = new StoreConfig(6_000, Long.MAX_VALUE, 512);
    private static final int TOPICS = 3;
    private static final int ADMIT_MS = 1_000;

    private final SplittableRandom random;
    private final LocalConfig config;
    private final Map<PartitionId, List<ByteBuffer>> written = new LinkedHashMap<>();

    /** Whose batch each commit holds. */
    private final List<PartitionId> order = new ArrayList<>();

    private final LocalEngine first;

    /** The first engine's. */
    private final Map<PartitionId, PartitionStore> stores = new LinkedHashMap<>();

    private CrashDisk disk;

    /** Writes batches one by one, each in a commit of its own. */
    DamageRig(long seed, int batches) throws Exception {
        this(seed, batches, PowerCutTest.CONFIG);
    }

    DamageRig(long seed, int batches, LocalConfig config) throws Exception {
        this(seed, batches, config, 1 << 30);
    }

    DamageRig(long seed, int batches, LocalConfig config, long diskBytes) throws Exception {
        this.disk = new CrashDisk(diskBytes);
        this.random = new SplittableRandom(seed);
        this.config = config;
        first = start();
        for (int i = 1; i <= TOPICS; i++) {
            PartitionId id = new PartitionId(new UUID(9, i), "topic" + i, 0);
            written.put(id, new ArrayList<>());
            stores.put(id, open(first, id));
        }
        for (int i = 0; i < batches; i++) {
            appendToAny();
        }
    }

    /** Writes a batch to one of the partitions while the first engine runs. */
    void appendToAny() throws Exception {
        List<PartitionId> ids = List.copyOf(stores.keySet());
        appendTo(ids.get(random.nextInt(TOPICS)));
    }

    /** Writes a batch to a partition while the first engine runs. */
    void appendTo(PartitionId id) throws Exception {
        order.add(id);
        append(first, store(id), id);
    }

    /** Writes another batch and waits until it is durable. */
    void append(LocalEngine engine, PartitionStore store, PartitionId id) throws Exception {
        append(engine, store, id, 16 + random.nextInt(400));
    }

    /**
     * Writes another batch and waits until it is durable.
     *
     * @throws StorageException when there is no room for it and none comes within a moment
     */
    void append(LocalEngine engine, PartitionStore store, PartitionId id, int valueBytes)
            throws Exception {
        long base = store.offsets().end();
        int count = 1 + random.nextInt(3);
        long tag = id.topicId().getLeastSignificantBits();
        ByteBuffer batch = Batches.of(base, count, random.nextInt(1_000), tag, valueBytes);
        engine.admit(batch.remaining(), ADMIT_MS);
        store.append(batch.duplicate(), Lease.NONE, base, base + count, 0);
        await(store, base + count);
        written.computeIfAbsent(id, _ -> new ArrayList<>()).add(batch);
    }

    /** Writes an event into the metadata log, in a commit of its own. */
    void appendMetadata() throws Exception {
        PartitionStore metadata = first.open(PartitionId.METADATA, LAYOUT, () -> SavedState.EMPTY);
        long base = metadata.offsets().end();
        metadata.append(Batches.of(base, 1, 0, 0, 40), Lease.NONE, base, base + 1, 0);
        await(metadata, base + 1);
        metadata.close();
    }

    private static void await(PartitionStore store, long end) throws Exception {
        Signal signal = new Signal();
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (store.offsets().durable() < end) {
            if (System.nanoTime() > giveUp) {
                throw new AssertionError("it hangs: %d, %s".formatted(end, store.offsets()));
            }
            StorageException failure = store.failure();
            if (failure != null) {
                throw failure;
            }
            store.awaitDurable(end - 1, signal);
            signal.await(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    List<ByteBuffer> written(PartitionId id) {
        return written.getOrDefault(id, new ArrayList<>());
    }

    Map<PartitionId, List<ByteBuffer>> written() {
        return written;
    }

    /** Whether the very last commit was this partition's. */
    boolean isLast(PartitionId id) {
        return id.equals(order.getLast());
    }

    /** Whose batch each commit holds, in the order of the commits. */
    List<PartitionId> order() {
        return order;
    }

    /** How many batches of a partition the first commits hold. */
    int writtenBefore(int commits, PartitionId id) {
        return (int) order.subList(0, commits).stream().filter(id::equals).count();
    }

    LocalEngine first() {
        return first;
    }

    /** A partition of the first engine. */
    PartitionStore store(PartitionId id) {
        return Objects.requireNonNull(stores.get(id));
    }

    CrashDisk disk() {
        return disk;
    }

    void kill() {
        disk = disk.kill();
        first.close();
    }

    /** Kills it while no checkpoint is being written, which would be a damaged one. */
    void killBetweenCheckpoints() throws Exception {
        first.checkpoint();
        kill();
    }

    /** Kills whatever engine runs; the caller closes it. */
    void killNow() {
        disk = disk.kill();
    }

    /** Cuts the power of whatever engine runs; the caller closes it. */
    void powerCutNow() {
        disk = disk.powerCut(random);
    }

    /** The name of the checkpoint that does not count. */
    String olderCheckpoint() throws IOException {
        long zero = read(PowerCutTest.ROOT.resolve("checkpoint.0")).getLong(8);
        long one = read(PowerCutTest.ROOT.resolve("checkpoint.1")).getLong(8);
        return zero < one ? "checkpoint.0" : "checkpoint.1";
    }

    void cutPower() {
        disk = disk.powerCut(random);
        first.close();
    }

    void stop() {
        first.close();
        disk = disk.kill();
    }

    LocalEngine start() throws StorageException {
        return start(id -> "topic" + id.getLeastSignificantBits());
    }

    /** Starts with the topics that metadata names. */
    LocalEngine start(TopicNames alive) throws StorageException {
        LocalEngine engine = PowerCutTest.engine(disk, config);
        try {
            engine.recover(alive);
        } catch (StorageException e) {
            engine.close();
            throw e;
        }
        return engine;
    }

    PartitionStore open(LocalEngine engine, PartitionId id) {
        return engine.open(id, LAYOUT, () -> SavedState.EMPTY);
    }

    /** Whether one of the segments that were set aside holds a batch. */
    boolean isSetAside(ByteBuffer batch) throws IOException {
        for (Path path : find(name -> name.endsWith(".aside"))) {
            if (holds(read(path), batch)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(ByteBuffer file, ByteBuffer batch) {
        for (int at = 0; at + batch.remaining() <= file.limit(); at++) {
            if (file.getLong(at) == batch.getLong(0)
                    && file.slice(at, batch.remaining()).equals(batch)) {
                return true;
            }
        }
        return false;
    }

    /** Why a partition takes no appends. */
    static StorageException failureOf(PartitionStore store) {
        return Objects.requireNonNull(store.failure(), "it takes appends");
    }

    /** Everything is there, found by every offset and by time. */
    void assertAllIsThere(LocalEngine engine) throws Exception {
        for (Map.Entry<PartitionId, List<ByteBuffer>> entry : written.entrySet()) {
            PartitionStore store = open(engine, entry.getKey());
            List<ByteBuffer> all = entry.getValue();
            assertThat(store.failure()).isNull();
            for (int i = 0; i < all.size(); i++) {
                BatchView batch = BatchView.at(all.get(i), 0);
                assertThat(
                                Slices.batches(
                                        store, batch.lastOffset(), store.offsets().durable(), 900))
                        .as("%s from %d", entry.getKey(), batch.lastOffset())
                        .isEqualTo(all.subList(i, all.size()));
                assertThat(store.find(batch.maxTimestamp()))
                        .as("time %d of %s", batch.maxTimestamp(), entry.getKey())
                        .isEqualTo(firstAt(all, batch.maxTimestamp()));
            }
        }
    }

    private static long firstAt(List<ByteBuffer> all, long timestamp) {
        return all.stream()
                .map(bytes -> BatchView.at(bytes, 0))
                .filter(batch -> batch.maxTimestamp() >= timestamp)
                .findFirst()
                .orElseThrow()
                .baseOffset();
    }

    /** Flips one bit of one byte that is not blank, in one of the files. */
    void flipSomewhere(Predicate<String> files) throws IOException {
        List<Path> found = find(files);
        if (found.isEmpty()) {
            return;
        }
        Path path = found.get(random.nextInt(found.size()));
        ByteBuffer bytes = read(path);
        List<Integer> used = new ArrayList<>();
        for (int i = 0; i < bytes.limit(); i++) {
            if (bytes.get(i) != 0) {
                used.add(i);
            }
        }
        if (!used.isEmpty()) {
            int at = used.get(random.nextInt(used.size()));
            bytes.put(at, (byte) (bytes.get(at) ^ (1 << random.nextInt(8))));
            write(path, bytes);
        }
    }

    /** Overwrites files with one byte. */
    void fill(Predicate<String> files, byte value) throws IOException {
        for (Path path : find(files)) {
            ByteBuffer bytes = read(path);
            for (int i = 0; i < bytes.limit(); i++) {
                bytes.put(i, value);
            }
            write(path, bytes);
        }
    }

    void rewrite(Path path, UnaryOperator<String> change) throws IOException {
        String text = StandardCharsets.UTF_8.decode(read(path)).toString();
        String changed = change.apply(text);
        assertThat(changed).isNotEqualTo(text);
        write(path, ByteBuffer.wrap(changed.getBytes(StandardCharsets.UTF_8)));
    }

    List<Path> find(Predicate<String> files) throws IOException {
        List<Path> found = new ArrayList<>();
        List<Path> directories = new ArrayList<>(List.of(PowerCutTest.ROOT));
        while (!directories.isEmpty()) {
            Path directory = directories.removeLast();
            for (String name : disk.list(directory)) {
                Path path = directory.resolve(name);
                directories.add(path);
                if (files.test(name) && disk.list(path).isEmpty()) {
                    found.add(path);
                }
            }
        }
        return found;
    }

    ByteBuffer read(Path path) throws IOException {
        try (DiskFile file = disk.openReadOnly(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            return bytes.flip();
        }
    }

    void write(Path path, ByteBuffer bytes) throws IOException {
        try (DiskFile file = disk.open(path)) {
            file.truncate(bytes.remaining());
            file.write(new ByteBuffer[] {bytes.duplicate()}, 0);
            file.sync();
        }
    }
}
