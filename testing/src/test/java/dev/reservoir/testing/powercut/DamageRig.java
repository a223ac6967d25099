package dev.reservoir.testing.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.Lease;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.SavedState;
import dev.reservoir.log.Signal;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.log.disk.DiskFile;
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
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A data directory with three partitions in it, whose files can be damaged between two starts. */
final class DamageRig {
    private static final StoreConfig LAYOUT = new StoreConfig(6_000, Long.MAX_VALUE, 512);
    private static final int TOPICS = 3;

    private final SplittableRandom random;
    private final Map<PartitionId, List<ByteBuffer>> written = new LinkedHashMap<>();
    private final LocalEngine first;
    private CrashDisk disk = new CrashDisk(1 << 30);
    private PartitionId last = PartitionId.METADATA;

    /** Writes batches one by one, each in a commit of its own. */
    DamageRig(long seed, int batches) throws Exception {
        random = new SplittableRandom(seed);
        first = start();
        List<PartitionStore> stores = new ArrayList<>();
        List<PartitionId> ids = new ArrayList<>();
        for (int i = 1; i <= TOPICS; i++) {
            PartitionId id = new PartitionId(new UUID(9, i), "topic" + i, 0);
            ids.add(id);
            stores.add(open(first, id));
            written.put(id, new ArrayList<>());
        }
        for (int i = 0; i < batches; i++) {
            int which = random.nextInt(TOPICS);
            last = ids.get(which);
            append(stores.get(which), ids.get(which));
        }
    }

    private void append(PartitionStore store, PartitionId id) throws Exception {
        long base = store.offsets().end();
        int count = 1 + random.nextInt(3);
        ByteBuffer batch =
                Batches.of(
                        base,
                        count,
                        random.nextInt(1_000),
                        id.topicId().getLeastSignificantBits(),
                        16 + random.nextInt(400));
        first.admit(batch.remaining(), 10_000);
        store.append(batch.duplicate(), Lease.NONE, base, base + count, 0);
        Signal signal = new Signal();
        while (store.offsets().durable() < base + count) {
            store.awaitDurable(base + count - 1, signal);
            signal.await(TimeUnit.SECONDS.toNanos(10));
        }
        written(id).add(batch);
    }

    List<ByteBuffer> written(PartitionId id) {
        return written.getOrDefault(id, new ArrayList<>());
    }

    Map<PartitionId, List<ByteBuffer>> written() {
        return written;
    }

    /** Whether the very last commit was this partition's. */
    boolean isLast(PartitionId id) {
        return id.equals(last);
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

    void stop() {
        first.close();
        disk = disk.kill();
    }

    LocalEngine start() throws StorageException {
        LocalEngine engine = PowerCutTest.engine(disk);
        try {
            engine.recover(id -> "topic" + id.getLeastSignificantBits());
        } catch (StorageException e) {
            engine.close();
            throw e;
        }
        return engine;
    }

    PartitionStore open(LocalEngine engine, PartitionId id) {
        return engine.open(id, LAYOUT, () -> SavedState.EMPTY);
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

    private List<Path> find(Predicate<String> files) throws IOException {
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

    private ByteBuffer read(Path path) throws IOException {
        try (DiskFile file = disk.openReadOnly(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            return bytes.flip();
        }
    }

    private void write(Path path, ByteBuffer bytes) throws IOException {
        try (DiskFile file = disk.open(path)) {
            file.truncate(bytes.remaining());
            file.write(new ByteBuffer[] {bytes.duplicate()}, 0);
            file.sync();
        }
    }
}
