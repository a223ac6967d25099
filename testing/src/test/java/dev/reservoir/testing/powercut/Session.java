package dev.reservoir.testing.powercut;

import dev.reservoir.log.Extent;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.Signal;
import dev.reservoir.log.StorageEngine;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.testing.disk.CrashDisk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** One life of the process: an engine on a disk, from its start to its end. */
final class Session {
    private static final StoreConfig LAYOUT = new StoreConfig(6_000, Long.MAX_VALUE, 512);
    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int GIVE_UP_AFTER = 2_000;

    /** Looks after which somebody makes room on a full disk, for what waits may wait for that. */
    private static final int MAKE_ROOM_AFTER = 10;

    private static final int NEVER_FULL = 1 << 30;

    final World world;
    final CrashDisk disk;
    final StorageEngine engine;
    final Map<PartitionId, PartitionStore> stores = new LinkedHashMap<>();

    Session(World world, CrashDisk disk, StorageEngine engine) {
        this.world = world;
        this.disk = disk;
        this.engine = engine;
    }

    /** Folds metadata, recovers, and holds everything to what was promised before. */
    void recover(int maxBytes) throws StorageException, IOException {
        world.all().forEach(PartitionModel::restarted);
        PartitionStore metadata = open(world.metadata);
        Offsets events = metadata.offsets();
        long lost = world.metadata.firstSequenceFrom(events.end());
        long kept = world.metadata.lastSequenceBelow(events.end());
        world.metadata.verifyAfterRestart(metadata, maxBytes);
        world.restartWith(events.end());
        Map<UUID, String> alive = world.alive(events.end());
        engine.recover(alive::get);
        for (PartitionModel model : world.partitions.values()) {
            PartitionStore store = open(model);
            lost = Math.min(lost, model.firstSequenceFrom(store.offsets().end()));
            kept = Math.max(kept, model.lastSequenceBelow(store.offsets().end()));
        }
        if (kept >= lost) {
            throw new AssertionError(
                    "append %d was lost, or a part of it, but append %d was kept: %s"
                            .formatted(lost, kept, describe()));
        }
        for (PartitionModel model : world.partitions.values()) {
            model.verifyAfterRestart(store(model.id), maxBytes);
            checkFiles(model.id);
        }
    }

    /** Where every partition ends, and what is wrong with it. */
    private String describe() {
        StringBuilder all = new StringBuilder(disk.isDead() ? "(the power is out) " : "");
        stores.forEach((id, store) -> {
            PartitionModel model = world.model(id);
            all.append(id).append(' ').append(store.offsets());
            if (model != null) {
                all.append(" of ").append(model.end());
            }
            if (store.failure() != null) {
                all.append(' ').append(store.failure());
            }
            all.append("; ");
        });
        return all.toString();
    }

    /**
     * No segment file is left that is not part of the log. Before the first write a directory of
     * that name is another topic's, which had the name before and did not live to sync it.
     */
    private void checkFiles(PartitionId id) throws StorageException, IOException {
        if (store(id).offsets().end() == 0) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (Extent extent : store(id).extents()) {
            names.add("%020d.log".formatted(extent.base()));
        }
        for (String name : disk.list(PowerCutTest.ROOT.resolve(id.toString()))) {
            if (name.endsWith(".log") && !names.contains(name)) {
                throw new AssertionError(id + ": " + name + " is left over beside " + names);
            }
        }
    }

    PartitionStore open(PartitionModel model) {
        AtomicReference<@Nullable PartitionStore> opened = new AtomicReference<>();
        PartitionStore store = engine.open(model.id, LAYOUT, () -> model.capture(opened.get()));
        opened.set(store);
        stores.put(model.id, store);
        return store;
    }

    PartitionStore store(PartitionId id) {
        PartitionStore store = stores.get(id);
        if (store == null) {
            throw new IllegalStateException(id + " is not open");
        }
        return store;
    }

    /** Notes everything that was promised up to now. */
    void observe() {
        for (PartitionModel model : world.all()) {
            PartitionStore store = stores.get(model.id);
            if (store != null) {
                model.observe(store);
            }
        }
    }

    /** Whether it makes sense to wait for a store. */
    boolean isUp(PartitionStore store) {
        return !disk.isDead() && store.failure() == null && engine.failure() == null;
    }

    /** Waits until something has happened, or will not because power, disk or engine failed. */
    void await(BooleanSupplier happened, PartitionStore store) throws InterruptedException {
        for (int i = 0; i < GIVE_UP_AFTER; i++) {
            if (happened.getAsBoolean() || !isUp(store)) {
                return;
            }
            Thread.sleep(i == 0 ? 1 : 5);
            makeRoom(i);
        }
        throw new AssertionError("something hangs: " + store.offsets());
    }

    private void makeRoom(int look) {
        if (look == MAKE_ROOM_AFTER) {
            disk.capacity(NEVER_FULL);
        }
    }

    /**
     * Waits until all of a partition is durable.
     *
     * @return whether it is; false when power, disk or engine failed before
     */
    boolean settle(PartitionModel model) throws InterruptedException {
        PartitionStore store = store(model.id);
        long end = model.end();
        Signal signal = new Signal();
        for (int i = 0; i < GIVE_UP_AFTER && store.offsets().durable() < end; i++) {
            if (!isUp(store)) {
                return false;
            }
            store.awaitDurable(end - 1, signal);
            signal.await(LOOK_AGAIN);
            store.forget(signal);
            makeRoom(i);
        }
        if (store.offsets().durable() < end && isUp(store)) {
            throw new AssertionError(
                    "%s hangs: %s, %d should be durable".formatted(model.id, store.offsets(), end));
        }
        return store.offsets().durable() >= end;
    }
}
