package dev.reservoir.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.log.Completion;
import dev.reservoir.log.Lease;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.SavedState;
import dev.reservoir.log.Signal;
import dev.reservoir.log.Slice;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StorageException.Kind;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.log.memory.MemoryEngine.Pace;
import dev.reservoir.testing.load.Batches;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** What the in-memory engine does beyond the contract: steps, failures and crashes on demand. */
class MemoryEngineTest {
    private static final PartitionId ORDERS = new PartitionId(new UUID(1, 1), "orders", 0);
    private static final PartitionId OTHER = new PartitionId(new UUID(1, 2), "other", 0);

    @Test
    void nothingIsDurableBeforeAStep() throws Exception {
        MemoryEngine engine = stepped(1);
        PartitionStore store = open(engine, ORDERS);
        Signal signal = new Signal();
        store.awaitDurable(0, signal);
        append(engine, store, 3);

        assertThat(store.offsets()).isEqualTo(new Offsets(0, 0, 3));
        assertThat(signal.await(0)).isFalse();
        assertThat(engine.step()).isTrue();
        assertThat(signal.await(0)).isTrue();
        engine.settle();
        assertThat(store.offsets()).isEqualTo(new Offsets(0, 3, 3));
        assertThat(engine.step()).isFalse();
    }

    @Test
    void aForgottenSignalIsNotRaised() throws Exception {
        MemoryEngine engine = stepped(1);
        PartitionStore store = open(engine, ORDERS);
        Signal signal = new Signal();
        store.awaitDurable(0, signal);
        store.forget(signal);

        append(engine, store, 1);
        engine.settle();

        assertThat(signal.await(0)).isFalse();
    }

    @Test
    void oneSeedGivesOneCourseOfEvents() throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            assertThat(course(seed)).isEqualTo(course(seed));
        }
        assertThat(course(1)).isNotEqualTo(course(2));
    }

    private static List<Offsets> course(long seed) throws Exception {
        MemoryEngine engine = stepped(seed);
        List<Offsets> seen = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            PartitionStore store = open(engine, ORDERS);
            append(engine, store, 8);
            engine.step();
            seen.add(store.offsets());
            engine = engine.crash();
            engine.recover(UUID::toString);
        }
        return seen;
    }

    @Test
    void refusalsComeAsOftenAsAskedAndReserveNothing() throws Exception {
        MemoryEngine engine = stepped(1);
        for (Kind kind : new Kind[] {Kind.FULL, Kind.BUSY, Kind.FAILED}) {
            engine.refuse(kind, 2);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> engine.admit(10, 0))
                        .isInstanceOfSatisfying(
                                StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
            }
            engine.admit(10, 0);
            engine.withdraw(10);
        }
    }

    @Test
    void aWaitForRoomPassesBySteps() throws Exception {
        MemoryEngine engine = stepped(1);
        PartitionStore store = open(engine, ORDERS);
        for (int i = 0; i < 200; i++) {
            append(engine, store, 1);
        }
        engine.settle();
        assertThat(store.offsets().durable()).isEqualTo(200);
    }

    @Test
    void aFailedPartitionLeavesTheOthersAlone() throws Exception {
        MemoryEngine engine = stepped(1);
        PartitionStore failing = open(engine, ORDERS);
        PartitionStore other = open(engine, OTHER);
        CountingLease lease = new CountingLease();
        Signal signal = new Signal();
        failing.awaitDurable(0, signal);
        append(engine, failing, 1, lease);
        append(engine, other, 1);

        engine.failPartition(ORDERS, Kind.OFFLINE);
        append(engine, failing, 1, lease);
        engine.settle();

        assertThat(signal.await(0)).isTrue();
        assertThat(failing.failure()).isNotNull();
        assertThat(failing.offsets().durable()).isZero();
        assertThatThrownBy(() -> failing.read(0, 10, true, 0)).isInstanceOf(StorageException.class);
        assertThat(lease.holders()).isZero();
        assertThat(other.failure()).isNull();
        assertThat(other.offsets().durable()).isEqualTo(1);
        assertThat(engine.failure()).isNull();
    }

    @Test
    void aFailedEngineReadsOnAndACrashKeepsAFirstPartOfWhatWaited() throws Exception {
        List<Long> outcomes = new ArrayList<>();
        for (long seed = 0; seed < 30; seed++) {
            MemoryEngine engine = stepped(seed);
            PartitionStore store = open(engine, ORDERS);
            append(engine, store, 2);
            engine.settle();
            append(engine, store, 2);
            Completion trim = store.trim(1);

            engine.fail();

            assertThat(store.failure()).isNotNull();
            assertThat(trim.failure()).isNotNull();
            assertThat(engine.step()).isFalse();
            assertThatThrownBy(() -> engine.admit(1, 0)).isInstanceOf(StorageException.class);
            try (Slice slice = store.read(0, 1_000, true, 2)) {
                assertThat(slice.length()).isPositive();
            }
            MemoryEngine next = engine.crash();
            next.recover(UUID::toString);
            outcomes.add(open(next, ORDERS).offsets().durable());
        }
        assertThat(outcomes).contains(2L, 3L, 4L).allMatch(durable -> durable >= 2);
    }

    @Test
    void openSlicesAreCounted() throws Exception {
        MemoryEngine engine = stepped(1);
        PartitionStore store = open(engine, ORDERS);
        append(engine, store, 2);
        engine.settle();

        Slice slice = store.read(0, 1_000, true, 2);
        assertThat(engine.openSlices()).isEqualTo(1);
        slice.close();
        slice.close();
        assertThat(engine.openSlices()).isZero();
    }

    private static MemoryEngine stepped(long seed) throws StorageException {
        MemoryEngine engine = new MemoryEngine(new SplittableRandom(seed), Pace.STEPPED, 1_000);
        engine.recover(UUID::toString);
        return engine;
    }

    private static PartitionStore open(MemoryEngine engine, PartitionId id) {
        return engine.open(id, EngineUnderTest.SMALL, () -> SavedState.EMPTY);
    }

    private static void append(MemoryEngine engine, PartitionStore store, int batches)
            throws Exception {
        for (int i = 0; i < batches; i++) {
            append(engine, store, 1, Lease.NONE);
        }
    }

    private static void append(MemoryEngine engine, PartitionStore store, int records, Lease lease)
            throws Exception {
        long end = store.offsets().end();
        var batch = Batches.of(end, records, 1_000, 1, 16);
        engine.admit(batch.remaining(), 1_000);
        store.append(batch, lease, end, end + records, 0);
    }
}
