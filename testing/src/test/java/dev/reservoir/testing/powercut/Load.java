package dev.reservoir.testing.powercut;

import dev.reservoir.log.Completion;
import dev.reservoir.log.Extent;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.testing.disk.CrashDisk.Operation;
import dev.reservoir.testing.load.Batches;
import dev.reservoir.testing.powercut.PartitionModel.Written;
import dev.reservoir.wire.batch.BatchView;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Does what a broker does to its storage, one random thing after the other, on one thread. */
final class Load {
    private static final int ADMIT_MS = 200;
    private static final int MAX_TOPICS = 6;
    private static final int NEVER_FULL = 1 << 30;
    private static final int CLOCK = 1_000_000;
    private static final List<String> FILE_KINDS = List.of("", "journal", ".log", "checkpoint");

    private final Session session;
    private final RandomGenerator random;
    private final boolean withFaults;

    /** Steps until the disk gets room again; 0 when it has room. */
    private int fullFor;

    /** One sync fails in a life; two of one segment may cost the partition (rule 7). */
    private boolean syncHasFailed;

    Load(Session session, RandomGenerator random, boolean withFaults) {
        this.session = session;
        this.random = random;
        this.withFaults = withFaults;
    }

    /** Works until the steps are done or the disk, the power or the engine gave out. */
    void run(int steps) throws Exception {
        for (int i = 0; i < steps && isUp(); i++) {
            try {
                step();
            } catch (IOException | StorageException e) {
                if (isUp() && fullFor == 0 && !withFaults) {
                    throw new AssertionError("step " + i + " failed", e);
                }
            }
            session.observe();
            if (fullFor > 0 && --fullFor == 0) {
                session.disk.capacity(NEVER_FULL);
            }
        }
        session.disk.capacity(NEVER_FULL);
    }

    private boolean isUp() {
        return !session.disk.isDead() && session.engine.failure() == null;
    }

    private void step() throws Exception {
        int dice = random.nextInt(100);
        if (session.stores.size() < 2 || dice < 4) {
            createTopic();
        } else if (dice < 50) {
            append(anyPartition());
        } else if (dice < 60) {
            appendTogether();
        } else if (dice < 70) {
            session.settle(anyPartition());
        } else if (dice < 78) {
            read(anyPartition());
        } else if (dice < 84) {
            trim(anyPartition());
        } else if (dice < 90) {
            compact(anyPartition());
        } else if (dice < 92) {
            deleteTopic();
        } else if (dice < 94) {
            reopen(anyPartition());
        } else if (dice < 96) {
            configure(anyPartition());
        } else if (dice < 98 && withFaults) {
            fillDisk();
        } else if (dice < 99 && withFaults && !syncHasFailed) {
            failSync();
        } else {
            find(anyPartition());
        }
    }

    private PartitionModel anyPartition() {
        List<PartitionModel> open =
                session.world.partitions.values().stream()
                        .filter(model -> session.stores.containsKey(model.id))
                        .toList();
        return open.get(random.nextInt(open.size()));
    }

    private void append(PartitionModel model) throws StorageException, InterruptedException {
        PartitionStore store = session.store(model.id);
        if (store.failure() != null) {
            return;
        }
        List<ByteBuffer> batches = new ArrayList<>();
        long base = model.end();
        int count = 1 + random.nextInt(random.nextInt(4) + 1);
        for (int i = 0; i < count; i++) {
            ByteBuffer batch = batch(model.id, base);
            batches.add(batch);
            base = BatchView.at(batch, 0).nextOffset();
        }
        int bytes = batches.stream().mapToInt(ByteBuffer::remaining).sum();
        if (!model.id.equals(PartitionId.METADATA)) {
            session.engine.admit(bytes, ADMIT_MS);
        }
        model.append(store, batches, session.world.nextSequence());
    }

    /** As a transaction's markers are: to several partitions, to be kept or lost as one. */
    private void appendTogether() throws StorageException, InterruptedException {
        Map<PartitionModel, ByteBuffer> batches = new LinkedHashMap<>();
        int bytes = 0;
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            PartitionModel model = anyPartition();
            if (session.store(model.id).failure() == null && !batches.containsKey(model)) {
                ByteBuffer batch = batch(model.id, model.end());
                batches.put(model, batch);
                bytes += batch.remaining();
            }
        }
        session.engine.admit(bytes, ADMIT_MS);
        PartitionModel.append(
                session.engine,
                batches.entrySet().iterator(),
                new ArrayList<>(),
                session.world.nextSequence());
    }

    private ByteBuffer batch(PartitionId id, long base) {
        int valueBytes = 16 + random.nextInt(random.nextInt(8) == 0 ? 4_000 : 300);
        return Batches.of(
                base,
                1 + random.nextInt(3),
                random.nextInt(CLOCK),
                id.topicId().getLeastSignificantBits(),
                valueBytes);
    }

    private void createTopic() throws Exception {
        if (session.world.partitions.size() >= MAX_TOPICS) {
            return;
        }
        PartitionId id = session.world.newTopic();
        long offset = session.world.metadata.end();
        session.world.created(offset, id);
        event();
        PartitionModel model = session.world.model(id);
        if (session.settle(session.world.metadata) && model != null) {
            session.open(model);
        }
    }

    private void deleteTopic() throws Exception {
        PartitionModel model = anyPartition();
        session.world.deleted(session.world.metadata.end(), model.id);
        event();
        if (session.settle(session.world.metadata)) {
            session.store(model.id).delete();
            session.stores.remove(model.id);
            session.world.partitions.remove(model.id);
        }
    }

    /** One batch of one record into the metadata log. */
    private void event() {
        PartitionModel metadata = session.world.metadata;
        ByteBuffer batch = Batches.of(metadata.end(), 1, random.nextInt(CLOCK), 0, 40);
        metadata.append(session.store(metadata.id), List.of(batch), session.world.nextSequence());
    }

    private void read(PartitionModel model) throws StorageException, IOException {
        PartitionStore store = session.store(model.id);
        if (!model.isInDoubt()) {
            long start = model.possibleStart();
            long from = start + random.nextLong(store.offsets().durable() - start + 1);
            model.verifyFrom(store, from, 1 + random.nextInt(4_000));
        }
    }

    private void trim(PartitionModel model) throws Exception {
        PartitionStore store = session.store(model.id);
        Offsets offsets = store.offsets();
        long start = offsets.start() + random.nextLong(offsets.durable() - offsets.start() + 1);
        Completion completion = model.trim(store, start);
        if (random.nextBoolean()) {
            session.await(completion::isDone, store);
        }
    }

    private void compact(PartitionModel model) throws StorageException, InterruptedException {
        PartitionStore store = session.store(model.id);
        List<Extent> settled =
                store.extents().stream()
                        .filter(e -> e.settled() && e.next() > model.possibleStart())
                        .toList();
        if (settled.isEmpty() || model.isInDoubt()) {
            return;
        }
        int first = random.nextInt(settled.size());
        int last = first + random.nextInt(settled.size() - first);
        long base = settled.get(first).base();
        long next = settled.get(last).next();
        List<Written> kept =
                model.between(base, next).stream().filter(_ -> random.nextInt(3) > 0).toList();
        if (replace(store, base, next, kept)) {
            model.replaced(base, next, kept);
        } else {
            model.mayBeReplaced(base, next, kept);
        }
    }

    /**
     * Replaces on a thread of its own, for it blocks until it is durable, which it never is when
     * the power goes.
     *
     * @return whether it surely happened
     */
    private boolean replace(PartitionStore store, long base, long next, List<Written> kept)
            throws InterruptedException {
        Stream<ByteBuffer> bytes = kept.stream().map(batch -> batch.bytes().duplicate());
        FutureTask<Boolean> task =
                new FutureTask<>(() -> {
                    store.replace(base, next, bytes.iterator());
                    return true;
                });
        Thread.ofPlatform().daemon().start(task);
        session.await(task::isDone, store);
        return task.state() == FutureTask.State.SUCCESS;
    }

    private void reopen(PartitionModel model) throws Exception {
        if (session.settle(model)) {
            session.store(model.id).close();
            session.open(model);
        }
    }

    private void configure(PartitionModel model) {
        session.store(model.id)
                .configure(new StoreConfig(2_000 + random.nextInt(9_000), Long.MAX_VALUE, 512));
    }

    private void find(PartitionModel model) throws StorageException, IOException {
        PartitionStore store = session.store(model.id);
        long found = store.find(random.nextInt(CLOCK));
        Offsets offsets = store.offsets();
        if (found >= offsets.start() && found < offsets.durable()) {
            store.read(found, 100, true, offsets.durable()).close();
        }
    }

    private void fillDisk() {
        session.disk.capacity(session.disk.used() + random.nextInt(60_000));
        fullFor = 10 + random.nextInt(30);
    }

    private void failSync() {
        syncHasFailed = true;
        String kind = FILE_KINDS.get(random.nextInt(FILE_KINDS.size()));
        Predicate<Path> files = path -> path.toString().contains(kind);
        session.disk.fail(Operation.SYNC, files, random.nextInt(3));
    }
}
