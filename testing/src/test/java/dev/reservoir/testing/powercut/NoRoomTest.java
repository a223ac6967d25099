package dev.reservoir.testing.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.Completion;
import dev.reservoir.log.Lease;
import dev.reservoir.log.LogConfig;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StorageException.Kind;
import dev.reservoir.log.local.FlushPolicy;
import dev.reservoir.log.local.LocalConfig;
import dev.reservoir.log.local.LocalEngine;
import dev.reservoir.testing.disk.CrashDisk.Operation;
import dev.reservoir.testing.load.Batches;
import dev.reservoir.testing.load.Slices;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A full disk and a full journal (docs/DURABILITY.md, rules 8 and 9). */
@Timeout(60)
class NoRoomTest {
    private static final int RESERVE = 600_000;
    private static final int SEGMENT = 64 * 1024;
    private static final int JOURNAL = 4 * SEGMENT;
    private static final int VALUE_BYTES = 4_000;
    private static final int PLENTY = 1 << 30;

    private static LocalConfig config(long reserve) {
        return new LocalConfig(SEGMENT, JOURNAL, FlushPolicy.SYNC, reserve, 24 * 1024, 60_000, 16);
    }

    private static ByteBuffer batch(long base) {
        return Batches.of(base, 1, 0, 7, VALUE_BYTES);
    }

    /** Appends until that is refused. */
    private static StorageException fill(DamageRig rig, PartitionId id) throws Exception {
        for (int i = 0; i < 1_000; i++) {
            try {
                rig.append(rig.first(), rig.store(id), id, VALUE_BYTES);
            } catch (StorageException e) {
                return e;
            }
        }
        throw new AssertionError("the disk takes records without end");
    }

    private static List<PartitionId> ids(DamageRig rig) {
        return List.copyOf(rig.written().keySet());
    }

    private static List<ByteBuffer> read(PartitionStore store) throws Exception {
        return Slices.batches(store, store.offsets().start(), store.offsets().durable(), 5_000);
    }

    @Test
    void appendsAreRefusedWhileTheReserveIsWhole() throws Exception {
        DamageRig rig = new DamageRig(1, 10, config(RESERVE), 3 * RESERVE);
        PartitionId id = ids(rig).getFirst();

        StorageException refusal = fill(rig, id);

        assertThat(refusal.kind()).isEqualTo(Kind.FULL);
        assertThat(refusal).hasMessageContaining("disk.reserve.bytes");
        assertThat(rig.disk().usableBytes(PowerCutTest.ROOT))
                .as("bytes that are free")
                .isGreaterThan(RESERVE / 2);
        assertThat(rig.store(id).failure()).as("a refusal takes no offset").isNull();
        assertThat(read(rig.store(id))).isEqualTo(rig.written(id));

        rig.disk().capacity(PLENTY);
        rig.append(rig.first(), rig.store(id), id, VALUE_BYTES);
        assertThat(read(rig.store(id))).isEqualTo(rig.written(id));
        rig.first().close();
    }

    @Test
    void aRefusedBatchTakesNoOffsetAndMetadataGoesOn() throws Exception {
        DamageRig rig = new DamageRig(8, 10, config(RESERVE), 3 * RESERVE);
        assertThat(fill(rig, ids(rig).getFirst()).kind()).isEqualTo(Kind.FULL);
        PartitionId id = new PartitionId(new UUID(9, 50), "topic50", 0);
        PartitionLog log = log(rig, id);
        PartitionLog metadata = log(rig, PartitionId.METADATA);

        int taken = 0;
        StorageException refusal = null;
        while (refusal == null) {
            try {
                assertThat(log.append(batch(0), 100).baseOffset()).isEqualTo(taken);
                taken++;
            } catch (StorageException e) {
                refusal = e;
            }
        }

        assertThat(refusal).hasMessageContaining("disk.reserve.bytes");
        assertThat(log.offsets().end()).isEqualTo(taken);
        // What was on its way counted twice until it was applied; now nothing fits for certain.
        rig.disk().capacity(3 * RESERVE - RESERVE / 4);
        assertThat(metadata.append(batch(0), 100).baseOffset()).isZero();
        assertThat(metadata.awaitDurable(1, 10_000)).isTrue();
        rig.disk().capacity(PLENTY);
        assertThat(log.append(batch(0), 100).baseOffset()).isEqualTo(taken);
        assertThat(log.awaitDurable(taken + 1, 10_000)).isTrue();
        rig.first().close();
    }

    private static PartitionLog log(DamageRig rig, PartitionId id) {
        return new PartitionLog(id, rig.first(), LogConfig.INTERNAL, 1, Clock.systemUTC());
    }

    @Test
    void whatMakesRoomWorksFromTheReserve() throws Exception {
        DamageRig rig = new DamageRig(2, 10, config(RESERVE), 3 * RESERVE);
        PartitionId trimmed = ids(rig).getFirst();
        PartitionId deleted = ids(rig).getLast();
        assertThat(fill(rig, trimmed).kind()).isEqualTo(Kind.FULL);

        rig.appendMetadata();
        rig.store(deleted).delete();
        PartitionStore store = rig.store(trimmed);
        long end = store.offsets().end();
        Completion trim = store.trim(end);
        trim.await();
        rig.first().checkpoint();

        assertThat(trim.failure()).isNull();
        assertThat(store.offsets().start()).isEqualTo(end);
        rig.append(rig.first(), store, trimmed, VALUE_BYTES);
        rig.first().close();
    }

    /** It is applied first when the disk takes it again, and until then nothing follows it. */
    @Test
    void aDurableCommitThatCannotBeAppliedWaitsAndHoldsUpItsPartitionOnly() throws Exception {
        DamageRig rig = new DamageRig(3, 10, config(0));
        PartitionId stalled = ids(rig).getFirst();
        PartitionStore store = rig.store(stalled);
        long durable = store.offsets().durable();
        failWrites(rig, stalled);
        List<ByteBuffer> stuck = appendWithoutWaiting(rig, stalled, 3);
        awaitStall(store);
        // Whoever was admitted before the stall appends behind it, and is not refused.
        stuck.addAll(appendWithoutWaiting(rig, stalled, 2));

        assertThat(DamageRig.failureOf(store).kind()).isEqualTo(Kind.FULL);
        assertThat(store.offsets().durable()).isEqualTo(durable);
        assertThat(store.offsets().end()).isEqualTo(durable + 5);
        for (PartitionId other : ids(rig).subList(1, 3)) {
            rig.append(rig.first(), rig.store(other), other, VALUE_BYTES);
        }
        rig.first().checkpoint();

        rig.disk().heal();
        awaitResumption(store);
        rig.written(stalled).addAll(stuck);
        assertThat(read(store)).isEqualTo(rig.written(stalled));
        rig.append(rig.first(), store, stalled, VALUE_BYTES);
        assertThat(read(store)).isEqualTo(rig.written(stalled));
        rig.kill();
        assertAllIsThere(rig);
    }

    @Test
    void whatCouldNotBeAppliedIsThereAfterAKill() throws Exception {
        DamageRig rig = new DamageRig(4, 10, config(0));
        PartitionId stalled = ids(rig).getFirst();
        failWrites(rig, stalled);
        List<ByteBuffer> stuck = appendWithoutWaiting(rig, stalled, 3);
        awaitStall(rig.store(stalled));
        for (int i = 0; i < 3; i++) {
            PartitionId other = ids(rig).get(1 + i % 2);
            rig.append(rig.first(), rig.store(other), other, VALUE_BYTES);
            rig.first().checkpoint();
        }
        rig.kill();
        rig.written(stalled).addAll(stuck);
        assertAllIsThere(rig);
    }

    private static void awaitStall(PartitionStore store) throws InterruptedException {
        for (int i = 0; i < 3_000 && store.failure() == null; i++) {
            Thread.sleep(1);
        }
        assertThat(store.failure()).as("why it takes no appends").isNotNull();
    }

    private static void awaitResumption(PartitionStore store) throws InterruptedException {
        for (int i = 0; i < 3_000 && store.failure() != null; i++) {
            Thread.sleep(1);
        }
        assertThat(store.failure()).as("why it takes no appends").isNull();
    }

    private static void failWrites(DamageRig rig, PartitionId id) {
        String directory = id.toString();
        for (int i = 0; i < 10_000; i++) {
            rig.disk()
                    .fail(
                            Operation.WRITE,
                            path -> path.toString().contains(directory) && isLog(path),
                            0);
        }
    }

    private static boolean isLog(Path path) {
        return path.toString().endsWith(".log");
    }

    private static List<ByteBuffer> appendWithoutWaiting(DamageRig rig, PartitionId id, int count) {
        List<ByteBuffer> batches = new ArrayList<>();
        long base = rig.store(id).offsets().end();
        for (int i = 0; i < count; i++) {
            ByteBuffer batch = batch(base + i);
            rig.store(id).append(batch, Lease.NONE, base + i, base + i + 1, 0);
            batches.add(batch);
        }
        rig.first().beginCommit();
        return batches;
    }

    private static void assertAllIsThere(DamageRig rig) throws Exception {
        try (LocalEngine engine = rig.start()) {
            for (PartitionId id : ids(rig)) {
                PartitionStore store = rig.open(engine, id);
                assertThat(store.failure()).isNull();
                assertThat(read(store)).isEqualTo(rig.written(id));
            }
        }
    }

    @Test
    void aStartOnAFullDiskServesWhatIsAppliedAndKeepsTheJournal() throws Exception {
        DamageRig rig = new DamageRig(5, 10, config(0));
        rig.first().checkpoint();
        for (int i = 0; i < 10; i++) {
            rig.appendToAny();
        }
        rig.kill();
        rig.disk().capacity(rig.disk().used() / 2);

        try (LocalEngine engine = rig.start()) {
            int full = 0;
            for (PartitionId id : ids(rig)) {
                PartitionStore store = rig.open(engine, id);
                StorageException failure = store.failure();
                full += failure != null && failure.kind() == Kind.FULL ? 1 : 0;
                List<ByteBuffer> read = read(store);
                assertThat(read).isEqualTo(rig.written(id).subList(0, read.size()));
                assertThat(read).hasSizeGreaterThanOrEqualTo(rig.writtenBefore(10, id));
            }
            assertThat(full).as("partitions that take nothing").isPositive();
            rig.disk().capacity(PLENTY);
            for (int i = 0; i < 3; i++) {
                engine.checkpoint();
            }
            rig.killNow();
        }
        assertAllIsThere(rig);
    }

    /** What is not applied pins the journal, so nothing can be freed. */
    @Test
    void appendsWaitWhenTheJournalIsFull() throws Exception {
        DamageRig rig = new DamageRig(6, 10, config(0));
        PartitionId stalled = ids(rig).getFirst();
        failWrites(rig, stalled);
        List<ByteBuffer> stuck = appendWithoutWaiting(rig, stalled, 1);
        awaitStall(rig.store(stalled));

        StorageException refusal = fill(rig, ids(rig).getLast());

        assertThat(refusal.kind()).isEqualTo(Kind.BUSY);
        assertThat(journalBytes(rig)).isLessThanOrEqualTo(JOURNAL + 2 * SEGMENT);
        rig.disk().heal();
        PartitionId other = ids(rig).get(1);
        awaitResumption(rig.store(stalled));
        rig.append(rig.first(), rig.store(other), other);
        rig.written(stalled).addAll(stuck);
        rig.kill();
        assertAllIsThere(rig);
    }

    @Test
    void aCheckpointStartsWhenTheJournalIsHalfFull() throws Exception {
        DamageRig rig = new DamageRig(7, 1, config(0));
        long before = checkpoints(rig);
        // Small batches: a block each.
        for (int i = 0; i < JOURNAL / 4096 * 5 / 8; i++) {
            rig.appendToAny();
        }

        for (int i = 0; i < 3_000 && checkpoints(rig) == before; i++) {
            Thread.sleep(1);
        }
        assertThat(checkpoints(rig)).as("the newest checkpoint").isGreaterThan(before);
        rig.first().close();
    }

    private static long checkpoints(DamageRig rig) throws IOException {
        long newest = 0;
        for (Path file : rig.find(name -> name.startsWith("checkpoint"))) {
            newest = Math.max(newest, rig.read(file).getLong(8));
        }
        return newest;
    }

    private static long journalBytes(DamageRig rig) throws IOException {
        long bytes = 0;
        for (Path file : rig.find(name -> name.endsWith(".journal"))) {
            bytes += rig.read(file).limit();
        }
        return bytes;
    }
}
