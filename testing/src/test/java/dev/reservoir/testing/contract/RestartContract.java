package dev.reservoir.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.SavedState;
import dev.reservoir.log.StorageEngine;
import dev.reservoir.testing.load.Slices;
import dev.reservoir.wire.batch.BatchView;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What is there after a stop and after a crash. */
interface RestartContract {
    EngineUnderTest engine();

    @Test
    default void aStopMakesEverythingDurable() throws Exception {
        PartitionId id = engine().newTopic("orders");
        Partition orders = engine().open(id).appendMany(40);
        long end = orders.end();

        engine().stopAndStart();

        Partition again = engine().open(id);
        assertThat(again.store().offsets()).isEqualTo(new Offsets(0, end, end));
        again.assertHoldsExactly(orders.appended);
    }

    @Test
    default void aSecondStopDoesNothing() throws Exception {
        PartitionId id = engine().newTopic("orders");
        Partition orders = engine().open(id).appendMany(4);
        engine().engine().close();
        engine().engine().close();

        engine().stopAndStart();

        engine().open(id).assertHoldsExactly(orders.appended);
    }

    @Test
    default void aStopSavesTheState() throws Exception {
        PartitionId id = engine().newTopic("orders");
        long end = engine().open(id).appendMany(10).end();

        engine().stopAndStart();

        SavedState saved = engine().open(id).store().savedState();
        assertThat(saved.offset()).isEqualTo(end);
        assertThat(saved.blob()).isEqualTo(EngineUnderTest.stateAt(end).blob());
    }

    @Test
    default void aCheckpointSavesTheStateAndACrashKeepsIt() throws Exception {
        PartitionId id = engine().newTopic("orders");
        Partition orders = engine().open(id).appendMany(10).settle();
        long end = orders.end();
        engine().checkpoint();
        assertThat(orders.store().savedState().offset()).isEqualTo(end);
        orders.appendMany(10).settle();

        engine().crashAndStart();

        Partition again = engine().open(id);
        SavedState saved = again.store().savedState();
        assertThat(saved.offset()).isEqualTo(end);
        assertThat(saved.blob()).isEqualTo(EngineUnderTest.stateAt(end).blob());
        again.assertHoldsExactly(orders.appended);
    }

    @Test
    default void whatWasAppendedTogetherIsKeptOrLostTogether() throws Exception {
        List<PartitionId> ids =
                List.of(engine().newTopic("a"), engine().newTopic("b"), engine().newTopic("c"));
        for (int round = 0; round < 20; round++) {
            List<Partition> all = new ArrayList<>();
            for (PartitionId id : ids) {
                all.add(engine().open(id));
            }
            for (int i = 0; i < 5; i++) {
                Partition.appendTogether(all);
            }
            engine().engine().beginCommit();

            engine().crashAndStart();

            List<Long> ends = new ArrayList<>();
            for (PartitionId id : ids) {
                Partition again = engine().open(id);
                ends.add(again.end());
                again.store().close();
            }
            assertThat(ends).allMatch(end -> end.equals(ends.getFirst()));
        }
    }

    @Test
    default void aStateThatIsAheadOfWhatACrashLeftIsNotGivenBack() throws Exception {
        PartitionId id = engine().newTopic("orders");
        for (int round = 0; round < 20; round++) {
            Partition orders = engine().open(id).appendMany(5);
            engine().checkpoint();
            orders.appendMany(5);

            engine().crashAndStart();

            Partition again = engine().open(id);
            SavedState saved = again.store().savedState();
            assertThat(saved.offset()).isLessThanOrEqualTo(again.store().offsets().durable());
            again.store().close();
        }
    }

    @Test
    default void aClosedStoreIsOpenedAgainWithAllItHeld() throws Exception {
        PartitionId id = engine().newTopic("orders");
        Partition orders = engine().open(id).appendMany(30).settle();
        Offsets offsets = orders.store().offsets();

        orders.store().close();

        Partition again = engine().open(id);
        assertThat(again.store().offsets()).isEqualTo(offsets);
        again.assertHoldsExactly(orders.appended);
    }

    @Test
    default void aCrashKeepsAllThatWasDurableAndAFirstPartOfTheRest() throws Exception {
        PartitionId id = engine().newTopic("orders");
        List<ByteBuffer> held = List.of();
        for (int round = 0; round < 25; round++) {
            Partition orders = engine().open(id);
            orders.assertHoldsExactly(held);
            orders.appendMany(round % 7);
            orders.settle();
            orders.appendMany(round % 5);
            long durable = orders.store().offsets().durable();
            List<ByteBuffer> all = new ArrayList<>(held);
            all.addAll(orders.appended);

            engine().crashAndStart();

            Partition again = engine().open(id);
            Offsets offsets = again.store().offsets();
            held = again.read();
            assertThat(offsets.durable()).isGreaterThanOrEqualTo(durable);
            assertThat(offsets.end()).isEqualTo(offsets.durable());
            assertThat(held).isEqualTo(all.subList(0, held.size()));
            long next = held.isEmpty() ? 0 : BatchView.at(held.getLast(), 0).nextOffset();
            assertThat(next).isEqualTo(offsets.durable());
            again.store().close();
        }
    }

    @Test
    default void aCrashCutsAllPartitionsAtOnePointOfTheirCommonOrder() throws Exception {
        for (int round = 0; round < 10; round++) {
            PartitionId left = engine().newTopic("left" + round);
            PartitionId right = engine().newTopic("right" + round);
            Partition first = engine().open(left);
            Partition second = engine().open(right);
            for (int i = 0; i < 12; i++) {
                first.append(1, i);
                second.append(1, i);
            }

            engine().crashAndStart();

            long ahead = engine().open(left).store().offsets().durable();
            long behind = engine().open(right).store().offsets().durable();
            assertThat(ahead - behind).isBetween(0L, 1L);
        }
    }

    @Test
    default void theMetadataPartitionIsThereBeforeRecovery() throws Exception {
        Partition metadata = engine().open(PartitionId.METADATA).appendMany(5).settle();
        engine().engine().close();

        StorageEngine next = engine().reopened();
        Partition early = new Partition(PartitionId.METADATA, next);
        early.store =
                next.open(
                        PartitionId.METADATA,
                        EngineUnderTest.SMALL,
                        () -> EngineUnderTest.stateAt(early.end()));
        early.assertHoldsExactly(metadata.appended);
        early.append(1, 7);
        early.settle();
        next.recover(_ -> null);

        assertThat(Slices.batches(early.store(), 0, early.end(), 1_000)).hasSize(6);
        next.close();
    }

    @Test
    default void recoveryDropsTopicsThatAreGone() throws Exception {
        PartitionId gone = engine().newTopic("orders");
        PartitionId stays = engine().newTopic("payments");
        engine().open(gone).appendMany(30).settle();
        Partition payments = engine().open(stays).appendMany(30).settle();
        engine().topicIsGone(gone);

        engine().crashAndStart();

        engine().open(stays).assertHoldsExactly(payments.appended);
        assertThat(engine().open(gone).store().offsets()).isEqualTo(new Offsets(0, 0, 0));
    }

    @Test
    default void aDeletionIsFinishedByWhatMetadataSaysAfterACrash() throws Exception {
        for (int round = 0; round < 8; round++) {
            PartitionId id = engine().newTopic("orders");
            Partition orders = engine().open(id).appendMany(10).settle();
            engine().topicIsGone(id);
            orders.store().delete();

            engine().crashAndStart();

            assertThat(engine().open(id).store().offsets()).isEqualTo(new Offsets(0, 0, 0));
        }
    }

    @Test
    default void aPartitionGoesOnWhereItEndedAfterEveryRestart() throws Exception {
        PartitionId id = engine().newTopic("orders");
        List<ByteBuffer> all = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            Partition orders = engine().open(id).appendMany(12).settle();
            all.addAll(orders.appended);
            orders.assertHoldsExactly(all);
            if (round % 3 == 1) {
                engine().checkpoint();
            }
            if (round % 2 == 0) {
                engine().stopAndStart();
            } else {
                engine().crashAndStart();
            }
        }
        engine().open(id).assertHoldsExactly(all);
    }
}
