package dev.reservoir.testing.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.Lease;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.local.LocalEngine;
import dev.reservoir.testing.disk.CrashDisk.Operation;
import dev.reservoir.testing.load.Batches;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** What is left of a topic that is gone (docs/DURABILITY.md, rules 14 and 15): nothing. */
@Timeout(30)
class DeletedTopicTest {
    private static final int BATCHES = 20;

    private static List<Path> directoriesOf(DamageRig rig, PartitionId id) throws Exception {
        List<Path> found = new ArrayList<>();
        for (String name : rig.disk().list(PowerCutTest.ROOT)) {
            if (name.startsWith(id.topicName() + "-")) {
                found.add(PowerCutTest.ROOT.resolve(name));
            }
        }
        return found;
    }

    private static void awaitRemoval(DamageRig rig, PartitionId id) throws Exception {
        for (int i = 0; i < 1_500 && !directoriesOf(rig, id).isEmpty(); i++) {
            Thread.sleep(1);
        }
        assertThat(directoriesOf(rig, id)).isEmpty();
    }

    @Test
    void aDeletionRemovesTheDirectory() throws Exception {
        DamageRig rig = new DamageRig(1, BATCHES);
        PartitionId gone = rig.order().getFirst();
        assertThat(directoriesOf(rig, gone)).hasSize(1);

        rig.store(gone).delete();

        awaitRemoval(rig, gone);
        rig.first().close();
    }

    /** The event that says so was the last thing that happened. */
    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void aStartRemovesWhatIsGone(boolean checkpointed, boolean powerCut) throws Exception {
        DamageRig rig = new DamageRig(2, BATCHES);
        PartitionId gone = rig.order().getFirst();
        if (checkpointed) {
            rig.first().checkpoint();
        }
        if (powerCut) {
            rig.cutPower();
        } else {
            rig.kill();
        }

        try (LocalEngine engine = rig.start(id -> nameOf(id, gone))) {
            awaitRemoval(rig, gone);
            rig.written().remove(gone);
            rig.assertAllIsThere(engine);
        }
    }

    /** The directory in the way belongs to a topic that had the name before. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aTopicThatIsMadeAgainIsEmpty(boolean checkpointed) throws Exception {
        DamageRig rig = new DamageRig(3, BATCHES);
        PartitionId gone = rig.order().getFirst();
        if (checkpointed) {
            rig.first().checkpoint();
        }
        rig.kill();
        UUID again = new UUID(9, 77);

        try (LocalEngine engine =
                rig.start(id -> id.equals(again) ? gone.topicName() : nameOf(id, gone))) {
            PartitionId made = new PartitionId(again, gone.topicName(), 0);
            PartitionStore store = rig.open(engine, made);
            rig.written().remove(gone);
            for (int i = 0; i < 5; i++) {
                rig.append(engine, store, made);
            }
            store.close();
            rig.assertAllIsThere(engine);
        }
    }

    /** It stays in the way, and its removal is tried again when another has its name. */
    @Test
    void aTopicThatIsMadeAgainHasADirectoryOfItsOwn() throws Exception {
        DamageRig rig = new DamageRig(4, BATCHES, JournalDamageTest.ROOMY);
        PartitionId gone = rig.order().getFirst();
        String directory = gone.toString();
        for (int i = 0; i < 10_000; i++) {
            rig.disk().fail(Operation.NAME, path -> path.endsWith(directory), 0);
        }
        UUID again = new UUID(9, 77);
        PartitionId made = new PartitionId(again, gone.topicName(), 0);

        rig.store(gone).delete();
        rig.written().remove(gone);
        PartitionStore store = rig.open(rig.first(), made);
        ByteBuffer batch = Batches.of(0, 1, 0, 77, 50);
        store.append(batch.duplicate(), Lease.NONE, 0, 1, 0);
        rig.written().put(made, new ArrayList<>(List.of(batch)));
        rig.first().beginCommit();
        await(() -> store.failure() != null || store.offsets().durable() == 1);
        rig.disk().heal();
        await(() -> store.failure() == null && store.offsets().durable() == 1);
        // Long enough for the deletion to be tried again.
        Thread.sleep(1_000);
        for (int i = 0; i < 5; i++) {
            rig.append(rig.first(), store, made);
        }
        rig.first().checkpoint();
        rig.kill();

        for (int i = 0; i < 2; i++) {
            try (LocalEngine engine =
                    rig.start(id -> id.equals(again) ? gone.topicName() : nameOf(id, gone))) {
                rig.assertAllIsThere(engine);
            }
        }
    }

    private static void await(BooleanSupplier happened) throws InterruptedException {
        for (int i = 0; i < 5_000 && !happened.getAsBoolean(); i++) {
            Thread.sleep(1);
        }
        assertThat(happened.getAsBoolean()).isTrue();
    }

    private static String nameOf(UUID id) {
        return "topic" + id.getLeastSignificantBits();
    }

    private static @Nullable String nameOf(UUID id, PartitionId gone) {
        return id.equals(gone.topicId()) ? null : nameOf(id);
    }
}
