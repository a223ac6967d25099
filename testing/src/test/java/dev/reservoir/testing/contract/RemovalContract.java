package dev.reservoir.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.Completion;
import dev.reservoir.log.Extent;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.Slice;
import dev.reservoir.testing.load.Slices;
import dev.reservoir.wire.batch.BatchView;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Moving the start, compacting, deleting. */
interface RemovalContract {
    EngineUnderTest engine();

    @Test
    default void theStartMovesWhenTheTrimIsDurableAndNeverBack() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders")).appendMany(40).settle();

        orders.store().trim(30).await();
        assertThat(orders.store().offsets()).isEqualTo(new Offsets(30, orders.end(), orders.end()));
        orders.store().trim(10).await();

        assertThat(orders.store().offsets().start()).isEqualTo(30);
        assertThat(BatchView.at(orders.read().getFirst(), 0).nextOffset()).isGreaterThan(30);
    }

    @Test
    default void trimsUnderWayTogetherEndAtTheHighest() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders")).appendMany(40).settle();

        List<Completion> trims =
                List.of(orders.store().trim(12), orders.store().trim(33), orders.store().trim(25));
        for (Completion trim : trims) {
            trim.await();
        }

        assertThat(orders.store().offsets().start()).isEqualTo(33);
    }

    @Test
    default void aTrimIsKeptThroughACrash() throws Exception {
        PartitionId id = engine().newTopic("orders");
        Partition orders = engine().open(id).appendMany(40).settle();
        long end = orders.end();
        orders.store().trim(31).await();

        engine().crashAndStart();

        Partition again = engine().open(id);
        assertThat(again.store().offsets()).isEqualTo(new Offsets(31, end, end));
        again.assertHoldsExactly(since(orders.appended, 31));
    }

    @Test
    default void aTrimToTheEndLeavesAnEmptyLogThatGoesOn() throws Exception {
        PartitionId id = engine().newTopic("orders");
        Partition orders = engine().open(id).appendMany(20).settle();
        long end = orders.end();
        orders.store().trim(end).await();
        assertThat(orders.read()).isEmpty();
        assertThat(orders.store().find(0)).isEqualTo(-1);

        engine().checkpoint();
        engine().crashAndStart();

        Partition again = engine().open(id);
        assertThat(again.store().offsets()).isEqualTo(new Offsets(end, end, end));
        again.append(2, 9);
        again.settle();
        again.assertHoldsExactly(again.appended);
    }

    @Test
    default void timesBelowTheStartAreNotFound() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders"));
        orders.append(2, 900);
        orders.append(2, 100);
        orders.append(2, 200);
        orders.settle();

        orders.store().trim(2).await();

        assertThat(orders.store().find(0)).isEqualTo(2);
        assertThat(orders.store().find(150)).isEqualTo(4);
        assertThat(orders.store().find(900)).isEqualTo(-1);
        assertThat(orders.store().find(Long.MAX_VALUE)).isEqualTo(4);
    }

    @Test
    default void anOpenSliceOutlivesATrim() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders")).appendMany(60).settle();
        try (Slice slice = orders.store().read(0, 1_500, true, orders.end())) {
            ByteBuffer before = Slices.bytes(slice);
            orders.store().trim(orders.end()).await();
            engine().checkpoint();
            engine().checkpoint();

            assertThat(Slices.bytes(slice)).isEqualTo(before);
        }
    }

    @Test
    default void extentsBelowTheStartGoAway() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders")).appendMany(90).settle();
        engine().checkpoint();
        int before = orders.store().extents().size();
        long keepFrom = orders.store().extents().get(before - 2).base();

        orders.store().trim(keepFrom).await();
        engine().checkpoint();

        List<Extent> left = orders.store().extents();
        assertThat(left.getFirst().base()).isEqualTo(keepFrom);
        assertThat(left).hasSize(2);
    }

    @Test
    default void compactedBatchesTakeThePlaceOfTheOldOnes() throws Exception {
        PartitionId id = engine().newTopic("orders");
        Partition orders = settled(id);
        List<ByteBuffer> kept = compactFirstHalf(orders);

        orders.assertHoldsExactly(kept);
        Offsets offsets = orders.store().offsets();
        List<Extent> extents = orders.store().extents();
        assertThat(extents.getFirst().base()).isZero();
        assertThat(extents.getLast().next()).isEqualTo(offsets.durable());

        engine().crashAndStart();

        Partition again = engine().open(id);
        assertThat(again.store().offsets()).isEqualTo(offsets);
        again.assertHoldsExactly(kept);
        engine().stopAndStart();
        engine().open(id).assertHoldsExactly(kept);
    }

    @Test
    default void anOffsetThatCompactionRemovedReadsOnAtTheNextBatch() throws Exception {
        Partition orders = settled(engine().newTopic("orders"));
        List<ByteBuffer> kept = compactFirstHalf(orders);

        for (long at = 0; at < orders.end(); at++) {
            long offset = at;
            ByteBuffer expected =
                    kept.stream()
                            .filter(b -> BatchView.at(b, 0).nextOffset() > offset)
                            .findFirst()
                            .orElseThrow();
            assertThat(Slices.batches(orders.store(), at, orders.end(), 1_000).getFirst())
                    .isEqualTo(expected);
        }
    }

    @Test
    default void aRangeCanBeCompactedToNothing() throws Exception {
        PartitionId id = engine().newTopic("orders");
        Partition orders = settled(id);
        Extent second = orders.store().extents().get(1);
        Offsets offsets = orders.store().offsets();

        orders.store().replace(second.base(), second.next(), Collections.emptyIterator());

        List<ByteBuffer> expected =
                orders.appended.stream()
                        .filter(b ->
                                BatchView.at(b, 0).baseOffset() < second.base()
                                        || BatchView.at(b, 0).baseOffset() >= second.next())
                        .toList();
        orders.assertHoldsExactly(expected);
        assertThat(orders.store().offsets()).isEqualTo(offsets);
        engine().crashAndStart();
        Partition again = engine().open(id);
        again.assertHoldsExactly(expected);
        assertThat(again.store().offsets()).isEqualTo(offsets);
    }

    @Test
    default void anOpenSliceOutlivesACompaction() throws Exception {
        Partition orders = settled(engine().newTopic("orders"));
        try (Slice slice = orders.store().read(0, 1_500, true, orders.end())) {
            ByteBuffer before = Slices.bytes(slice);
            compactFirstHalf(orders);
            engine().checkpoint();

            assertThat(Slices.bytes(slice)).isEqualTo(before);
        }
    }

    @Test
    default void aDeletedPartitionIsGoneAndItsNameIsFree() throws Exception {
        PartitionId old = engine().newTopic("orders");
        Partition first = engine().open(old).appendMany(30).settle();
        engine().topicIsGone(old);
        first.store().delete();

        PartitionId young = engine().newTopic("orders");
        Partition second = engine().open(young);
        assertThat(second.store().offsets()).isEqualTo(new Offsets(0, 0, 0));
        second.appendMany(5).settle();

        second.assertHoldsExactly(second.appended);
        engine().crashAndStart();
        engine().open(young).assertHoldsExactly(second.appended);
        engine().stopAndStart();
        engine().open(young).assertHoldsExactly(second.appended);
    }

    @Test
    default void anOpenSliceOutlivesADeletion() throws Exception {
        PartitionId id = engine().newTopic("orders");
        Partition orders = engine().open(id).appendMany(30).settle();
        try (Slice slice = orders.store().read(0, 1_500, true, orders.end())) {
            ByteBuffer before = Slices.bytes(slice);
            engine().topicIsGone(id);
            orders.store().delete();
            engine().checkpoint();

            assertThat(Slices.bytes(slice)).isEqualTo(before);
        }
    }

    @Test
    default void whatWaitsOfADeletedPartitionLetsItsLeasesAndAdmissionsGo() throws Exception {
        PartitionId id = engine().newTopic("orders");
        Partition orders = engine().open(id);
        CountingLease lease = new CountingLease();
        for (int i = 0; i < 10; i++) {
            orders.append(1, i, 100, lease);
        }
        engine().topicIsGone(id);
        orders.store().delete();
        Partition other = engine().open(engine().newTopic("other")).appendMany(5).settle();

        engine().engine().admit(engine().admissionLimit() - 1_000, 10_000);
        engine().engine().withdraw(engine().admissionLimit() - 1_000);
        other.assertHoldsExactly(other.appended);
        engine().engine().close();
        assertThat(lease.holders()).isZero();
    }

    private Partition settled(PartitionId id) throws Exception {
        Partition orders = engine().open(id).appendMany(60).settle();
        engine().checkpoint();
        return orders;
    }

    /** Leaves every third batch of the settled extents and returns what the log then holds. */
    private static List<ByteBuffer> compactFirstHalf(Partition orders) throws Exception {
        List<Extent> extents = orders.store().extents();
        long next = extents.get(extents.size() / 2).next();
        List<ByteBuffer> compacted = new ArrayList<>();
        List<ByteBuffer> kept = new ArrayList<>();
        for (int i = 0; i < orders.appended.size(); i++) {
            ByteBuffer batch = orders.appended.get(i);
            boolean inRange = BatchView.at(batch, 0).baseOffset() < next;
            if (inRange && i % 3 == 0) {
                compacted.add(batch.duplicate());
            }
            if (!inRange || i % 3 == 0) {
                kept.add(batch);
            }
        }
        orders.store().replace(0, next, compacted.iterator());
        return kept;
    }

    private static List<ByteBuffer> since(List<ByteBuffer> batches, long start) {
        return batches.stream().filter(b -> BatchView.at(b, 0).nextOffset() > start).toList();
    }
}
