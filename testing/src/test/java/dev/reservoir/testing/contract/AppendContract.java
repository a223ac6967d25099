package dev.reservoir.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.log.Lease;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.Signal;
import dev.reservoir.log.StorageException;
import dev.reservoir.testing.load.Batches;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Taking batches, making them durable, telling who waits, and pushing back. */
interface AppendContract {
    EngineUnderTest engine();

    @Test
    default void aNewPartitionIsEmpty() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders"));

        assertThat(orders.store().offsets()).isEqualTo(new Offsets(0, 0, 0));
        assertThat(orders.store().extents()).isEmpty();
        assertThat(orders.store().find(0)).isEqualTo(-1);
        assertThat(orders.store().find(Long.MAX_VALUE)).isEqualTo(-1);
        assertThat(orders.store().failure()).isNull();
        assertThat(orders.store().savedState().offset()).isZero();
        assertThat(orders.store().savedState().blob().hasRemaining()).isFalse();
        assertThat(engine().engine().failure()).isNull();
    }

    @Test
    default void theEndMovesAtOnceAndTheDurableOffsetFollows() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders"));

        orders.append(3, 1_000);
        Offsets after = orders.store().offsets();
        orders.settle();

        assertThat(after.end()).isEqualTo(3);
        assertThat(after.durable()).isBetween(0L, 3L);
        assertThat(orders.store().offsets()).isEqualTo(new Offsets(0, 3, 3));
    }

    @Test
    default void batchesComeBackInOrderAndByteForByte() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders")).appendMany(40).settle();

        orders.assertHoldsExactly(orders.appended);
    }

    @Test
    default void severalPartitionsTakeWhatIsAppendedTogether() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders")).appendMany(3);
        Partition payments = engine().open(engine().newTopic("payments"));

        Partition.appendTogether(List.of(orders, payments));
        Partition.appendTogether(List.of(payments, orders));
        engine().engine().beginCommit();
        orders.settle();
        payments.settle();

        orders.assertHoldsExactly(orders.appended);
        payments.assertHoldsExactly(payments.appended);
        engine().engine().admit(engine().admissionLimit(), 10_000);
        engine().engine().withdraw(engine().admissionLimit());
    }

    @Test
    default void whatIsAppendedTogetherPassesByAPartitionThatIsGone() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders"));
        Partition payments = engine().open(engine().newTopic("payments"));
        engine().topicIsGone(payments.id);
        payments.store().delete();

        Partition.appendTogether(List.of(payments, orders));
        engine().engine().beginCommit();
        orders.settle();

        orders.assertHoldsExactly(orders.appended);
        engine().engine().admit(engine().admissionLimit(), 10_000);
        engine().engine().withdraw(engine().admissionLimit());
    }

    @Test
    default void oneAppendTakesSeveralBatches() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders"));
        List<ByteBuffer> batches = List.of(Batches.of(0, 2, 5, 1, 64), Batches.of(2, 1, 6, 1, 64));

        orders.append(Batches.concat(batches), 3, Lease.NONE);
        orders.settle();

        orders.assertHoldsExactly(batches);
    }

    @Test
    default void bytesOutsidePositionAndLimitAreNotTaken() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders"));
        ByteBuffer batch = Batches.of(0, 2, 5, 1, 64);
        ByteBuffer frame = ByteBuffer.allocate(batch.remaining() + 200);
        frame.position(100).put(batch.duplicate()).flip().position(100);

        orders.append(frame, 2, Lease.NONE);
        orders.settle();

        orders.assertHoldsExactly(List.of(batch));
        assertThat(frame.position()).isEqualTo(100);
    }

    @Test
    default void whatIsDurableCanBeReadAtOnce() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders"));
        for (int i = 0; i < 50; i++) {
            ByteBuffer batch = orders.append(1, i);
            orders.settle();
            List<ByteBuffer> all = orders.read();
            assertThat(all).hasSize(i + 1);
            assertThat(all.getLast()).isEqualTo(batch);
        }
    }

    @Test
    default void aWaitForAPassedOffsetEndsAtOnce() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders")).appendMany(3).settle();
        Signal signal = new Signal();

        orders.store().awaitDurable(orders.end() - 1, signal);

        assertThat(signal.await(TimeUnit.SECONDS.toNanos(20))).isTrue();
    }

    @Test
    default void aForgottenWaitIsForgottenTwiceWithoutHarm() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders"));
        Signal signal = new Signal();
        orders.store().awaitDurable(0, signal);

        orders.store().forget(signal);
        orders.store().forget(signal);
        orders.appendMany(2).settle();

        assertThat(orders.store().offsets().durable()).isEqualTo(3);
    }

    @Test
    default void everyWaiterIsToldNotOnlyTheFirst() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders"));
        List<Signal> signals = List.of(new Signal(), new Signal(), new Signal());
        for (int i = 0; i < signals.size(); i++) {
            orders.store().awaitDurable(i, signals.get(i));
        }

        for (int i = 0; i < signals.size(); i++) {
            orders.append(1, i);
        }
        orders.settle();

        for (Signal signal : signals) {
            assertThat(signal.await(TimeUnit.SECONDS.toNanos(20))).isTrue();
        }
    }

    @Test
    default void aClosedStoreWakesItsWaiters() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders"));
        Signal signal = new Signal();
        orders.store().awaitDurable(0, signal);

        orders.store().close();

        assertThat(signal.await(TimeUnit.SECONDS.toNanos(20))).isTrue();
    }

    @Test
    default void aDeletedStoreWakesItsWaiters() throws Exception {
        PartitionId id = engine().newTopic("orders");
        Partition orders = engine().open(id);
        Signal signal = new Signal();
        orders.store().awaitDurable(0, signal);

        engine().topicIsGone(id);
        orders.store().delete();

        assertThat(signal.await(TimeUnit.SECONDS.toNanos(20))).isTrue();
    }

    @Test
    default void theLeaseIsKeptUntilTheBytesAreNotNeededAndReleasedAsOftenAsRetained()
            throws Exception {
        Partition orders = engine().open(engine().newTopic("orders"));
        List<CountingLease> leases = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            CountingLease lease = new CountingLease();
            lease.retain();
            leases.add(lease);
            orders.append(1, i, 100, lease);
            lease.release();
        }
        orders.settle();
        engine().engine().close();

        assertThat(leases).allSatisfy(lease -> assertThat(lease.holders()).isZero());
        assertThat(leases).allSatisfy(lease -> assertThat(lease.wasRetained()).isTrue());
    }

    @Test
    default void aFullQueueRefusesAndAWithdrawalMakesRoom() throws Exception {
        int half = engine().admissionLimit() / 2 + 1;
        engine().engine().admit(half, 0);

        assertThatThrownBy(() -> engine().engine().admit(half, 0))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.BUSY));
        engine().engine().withdraw(half);
        engine().engine().admit(half, 0);
        engine().engine().withdraw(half);
    }

    @Test
    default void aRefusalReservesNothing() throws Exception {
        int half = engine().admissionLimit() / 2 + 1;
        engine().engine().admit(half, 0);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> engine().engine().admit(half, 0))
                    .isInstanceOf(StorageException.class);
        }

        engine().engine().withdraw(half);

        engine().engine().admit(half, 0);
        engine().engine().withdraw(half);
    }

    @Test
    default void anAppendUsesItsAdmissionOnce() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders"), Partition.LARGE);
        int valueBytes = engine().admissionLimit() / 4;
        for (int i = 0; i < 20; i++) {
            orders.append(1, i, valueBytes, Lease.NONE);
        }
        orders.settle();

        int half = engine().admissionLimit() / 2 + 1;
        engine().engine().admit(half, 10_000);
        engine().engine().withdraw(half);
        assertThat(orders.store().offsets().durable()).isEqualTo(20);
    }

    @Test
    default void aWaitingAdmissionGoesOnWhenRoomComes() throws Exception {
        int half = engine().admissionLimit() / 2 + 1;
        engine().engine().admit(half, 0);
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            CompletableFuture<Void> begun = new CompletableFuture<>();
            Future<?> second =
                    executor.submit(() -> {
                        begun.complete(null);
                        engine().engine().admit(half, 30_000);
                        return null;
                    });
            begun.join();
            engine().engine().withdraw(half);
            second.get(30, TimeUnit.SECONDS);
            engine().engine().withdraw(half);
        }
    }

    @Test
    default void threadsWriteAndReadSeveralPartitionsAtOnce() throws Exception {
        List<Partition> partitions = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            partitions.add(engine().open(engine().newTopic("topic" + i)));
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writers = new ArrayList<>();
            for (Partition partition : partitions) {
                writers.add(
                        executor.submit(() -> {
                            partition.appendMany(150);
                            partition.read();
                            partition.settle();
                            return null;
                        }));
            }
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
        }
        for (Partition partition : partitions) {
            partition.assertHoldsExactly(partition.appended);
        }
    }
}
