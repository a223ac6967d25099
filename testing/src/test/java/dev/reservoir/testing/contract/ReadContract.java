package dev.reservoir.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.Extent;
import dev.reservoir.log.Lease;
import dev.reservoir.log.Slice;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.testing.load.Batches;
import dev.reservoir.testing.load.Slices;
import dev.reservoir.wire.batch.BatchView;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** Finding and reading what is durable. */
interface ReadContract {
    EngineUnderTest engine();

    @Test
    default void aReadStartsWithTheBatchThatHoldsTheOffset() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders")).appendMany(60).settle();

        for (ByteBuffer batch : orders.appended) {
            BatchView view = BatchView.at(batch, 0);
            for (long at = view.baseOffset(); at < view.nextOffset(); at++) {
                try (Slice slice = orders.store().read(at, 10_000, true, orders.end())) {
                    assertThat(Slices.split(Slices.bytes(slice)).getFirst()).isEqualTo(batch);
                }
            }
        }
    }

    @Test
    default void aReadKeepsToItsBoundAndTheFirstBatchMayBeWholeBeyondIt() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders")).appendMany(10).settle();
        ByteBuffer all = Batches.concat(orders.appended);
        int first = orders.appended.getFirst().remaining();

        for (int max : new int[] {1, 60, first - 1, first, first + 1, first + 200}) {
            try (Slice bounded = orders.store().read(0, max, false, orders.end());
                    Slice whole = orders.store().read(0, max, true, orders.end())) {
                assertThat(bounded.length()).isLessThanOrEqualTo(max);
                assertThat(Slices.bytes(bounded)).isEqualTo(all.slice(0, bounded.length()));
                assertThat(whole.length()).isBetween(first, Math.max(first, max));
                assertThat(Slices.bytes(whole)).isEqualTo(all.slice(0, whole.length()));
            }
        }
    }

    @Test
    default void aReadDoesNotReachBeyondTheOffsetItIsGiven() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders")).appendMany(40).settle();

        for (int i = 0; i < orders.appended.size(); i++) {
            long upTo = BatchView.at(orders.appended.get(i), 0).nextOffset();
            assertThat(Slices.batches(orders.store(), 0, upTo, 100_000))
                    .isEqualTo(orders.appended.subList(0, i + 1));
        }
    }

    @Test
    default void aReadAtItsOwnUpperBoundIsEmpty() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders")).appendMany(4).settle();

        try (Slice slice = orders.store().read(orders.end(), 1_000, true, orders.end())) {
            assertThat(slice.length()).isZero();
        }
        try (Slice slice = orders.store().read(1, 1_000, true, 1)) {
            assertThat(slice.length()).isZero();
        }
    }

    @Test
    default void aSliceGivesTheSameBytesToABufferAndToAChannel() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders")).appendMany(8).settle();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();

        try (Slice slice = orders.store().read(0, 1_500, true, orders.end());
                WritableByteChannel channel = Channels.newChannel(sent)) {
            int from = 0;
            while (from < slice.length()) {
                from += slice.writeTo(channel, from);
            }
            ByteBuffer bytes = Slices.bytes(slice);
            assertThat(ByteBuffer.wrap(sent.toByteArray())).isEqualTo(bytes);
            ByteBuffer middle = ByteBuffer.allocate(50);
            assertThat(slice.read(middle, 100)).isEqualTo(50);
            assertThat(middle.flip()).isEqualTo(bytes.slice(100, 50));
            assertThat(slice.read(ByteBuffer.allocate(10), slice.length())).isEqualTo(-1);
        }
    }

    @Test
    default void aSliceIsClosedTwiceWithoutHarm() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders")).appendMany(2).settle();
        Slice slice = orders.store().read(0, 1_000, true, orders.end());

        slice.close();
        slice.close();

        orders.assertHoldsExactly(orders.appended);
    }

    @Test
    default void aTimeFindsTheFirstBatchThatHasItOrALaterOne() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders"));
        long[] times = {50, 20, 70, 70, 10, 90, 30, 90, 5, 60, 40, 80, 15, 25, 35, 45, 55, 65};
        for (long time : times) {
            orders.append(2, time, 150, Lease.NONE);
        }
        orders.settle();

        for (long wanted = 0; wanted <= 91; wanted++) {
            long expected = -1;
            for (int i = times.length - 1; i >= 0; i--) {
                expected = times[i] >= wanted ? 2L * i : expected;
            }
            assertThat(orders.store().find(wanted)).as("time %d", wanted).isEqualTo(expected);
        }
        assertThat(orders.store().find(Long.MAX_VALUE)).isEqualTo(10);
    }

    @Test
    default void extentsCoverTheDurableLogWithoutGapsAndAreAsLargeAsTheLayoutSays()
            throws Exception {
        Partition orders = engine().open(engine().newTopic("orders"));
        long largest = -1;
        for (int i = 0; i < 60; i++) {
            orders.append(1, (i * 7919) % 1000, 200, Lease.NONE);
            largest = Math.max(largest, (i * 7919) % 1000);
        }
        orders.settle();

        List<Extent> extents = orders.store().extents();
        assertThat(extents).hasSizeGreaterThan(3);
        assertThat(extents.getFirst().base()).isZero();
        assertThat(extents.getLast().next()).isEqualTo(orders.end());
        assertThat(extents.getLast().settled()).isFalse();
        for (int i = 1; i < extents.size(); i++) {
            assertThat(extents.get(i).base()).isEqualTo(extents.get(i - 1).next());
        }
        assertThat(extents)
                .allSatisfy(e ->
                        assertThat(e.bytes())
                                .isPositive()
                                .isLessThanOrEqualTo(EngineUnderTest.SMALL.segmentBytes()));
        assertThat(extents.stream().mapToLong(Extent::bytes).sum())
                .isEqualTo(Batches.concat(orders.appended).remaining());
        assertThat(extents.stream().mapToLong(Extent::maxTimestamp).max()).hasValue(largest);
    }

    @Test
    default void anExtentIsClosedWhenItsRecordsSpanTooMuchTime() throws Exception {
        Partition orders =
                engine().open(engine().newTopic("orders"), new StoreConfig(1 << 20, 100, 256));
        orders.append(1, 1_000);
        orders.append(1, 1_100);
        orders.append(1, 1_101);
        orders.settle();

        assertThat(orders.store().extents()).extracting(Extent::base).containsExactly(0L, 2L);
    }

    @Test
    default void aBatchLargerThanTheLayoutAllowsHasAnExtentOfItsOwn() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders"));
        orders.append(1, 1);
        orders.append(1, 2, 5_000, Lease.NONE);
        orders.append(1, 3);
        orders.settle();

        assertThat(orders.store().extents()).extracting(Extent::base).containsExactly(0L, 1L, 2L);
        orders.assertHoldsExactly(orders.appended);
    }

    @Test
    default void aNewLayoutHoldsForLaterExtents() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders"), Partition.LARGE);
        orders.appendMany(20).settle();
        assertThat(orders.store().extents()).hasSize(1);

        orders.store().configure(EngineUnderTest.SMALL);
        orders.appendMany(60).settle();

        assertThat(orders.store().extents()).hasSizeGreaterThan(2);
        orders.assertHoldsExactly(orders.appended);
    }

    @Test
    default void aCheckpointSettlesTheExtentsThatAreClosed() throws Exception {
        Partition orders = engine().open(engine().newTopic("orders")).appendMany(40).settle();

        engine().checkpoint();

        List<Extent> extents = orders.store().extents();
        assertThat(extents.subList(0, extents.size() - 1)).allMatch(Extent::settled);
        assertThat(extents.getLast().settled()).isFalse();
    }
}
