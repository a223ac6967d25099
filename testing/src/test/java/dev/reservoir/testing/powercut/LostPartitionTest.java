package dev.reservoir.testing.powercut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.local.FlushPolicy;
import dev.reservoir.log.local.LocalConfig;
import dev.reservoir.log.local.LocalEngine;
import dev.reservoir.testing.disk.CrashDisk.Operation;
import dev.reservoir.testing.load.Slices;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * A segment that could be synced neither as it is nor written again (docs/DURABILITY.md, rule 7,
 * and docs/adr/0008): its partition goes offline, the others go on, and what was acknowledged is
 * kept.
 */
@Timeout(60)
class LostPartitionTest {
    private static final int SETTLED = 30;
    private static final int AFTERWARDS = 60;
    private static final int ROUNDS = 4;

    /** Several journal segments, and no checkpoint before somebody asks for one. */
    private static final LocalConfig CONFIG =
            new LocalConfig(64 * 1024, 2 * 1024 * 1024, FlushPolicy.SYNC, 0, 24 * 1024, 60_000, 16);

    enum End {
        STOP,
        KILL,
        POWER_CUT
    }

    private DamageRig rig;
    private PartitionId lost;
    private int settled;

    /** Works, makes a checkpoint, works on, and makes another one, under which two syncs fail. */
    @BeforeEach
    void loseAPartition() throws Exception {
        rig = new DamageRig(1, SETTLED, CONFIG);
        LocalEngine engine = rig.first();
        engine.checkpoint();
        lost = rig.order().getFirst();
        settled = rig.written(lost).size();
        for (int i = 0; i < AFTERWARDS; i++) {
            rig.appendToAny();
        }
        assertThat(rig.written(lost)).hasSizeGreaterThan(settled + 10);
        String directory = lost.toString();
        rig.disk().fail(Operation.SYNC, path -> isLog(path, directory), 0);
        rig.disk().fail(Operation.SYNC, path -> path.toString().endsWith(".rewritten"), 0);
        engine.checkpoint();
    }

    private static boolean isLog(Path path, String directory) {
        return path.toString().contains(directory) && path.toString().endsWith(".log");
    }

    @ParameterizedTest
    @EnumSource
    void aPartitionThatCannotBeSyncedGoesOfflineAndTheOthersGoOn(End end) throws Exception {
        LocalEngine engine = rig.first();

        PartitionStore store = rig.store(lost);
        StorageException failure = DamageRig.failureOf(store);
        assertThat(failure).hasMessageContaining("offline");
        assertThat(failure.kind()).isEqualTo(StorageException.Kind.OFFLINE);
        assertThatThrownBy(() -> store.read(0, 1_000, true, 1)).isSameAs(failure);
        assertThat(store.trim(1).failure()).isSameAs(failure);
        assertThat(engine.failure()).isNull();
        assertOthersGoOn(engine);

        stop(end);
        for (int i = 0; i < 2; i++) {
            try (LocalEngine again = rig.start()) {
                assertFirstPartIsServed(again);
                assertOthersGoOn(again);
            }
        }
        assertAcknowledgedIsSetAside();
    }

    /** Nothing but the failure itself has happened since. */
    @ParameterizedTest
    @EnumSource
    void whatWasAcknowledgedIsKeptWhereverItEnds(End end) throws Exception {
        stop(end);
        try (LocalEngine again = rig.start()) {
            assertFirstPartIsServed(again);
            assertOthersGoOn(again);
        }
        assertAcknowledgedIsSetAside();
    }

    private void stop(End end) {
        switch (end) {
            case STOP -> rig.stop();
            case KILL -> rig.kill();
            case POWER_CUT -> rig.cutPower();
        }
    }

    /** The others take appends, and checkpoints free the journal behind them. */
    private void assertOthersGoOn(LocalEngine engine) throws Exception {
        List<PartitionId> others =
                rig.written().keySet().stream().filter(id -> !id.equals(lost)).toList();
        for (PartitionId id : others) {
            PartitionStore store = engine == rig.first() ? rig.store(id) : rig.open(engine, id);
            for (int i = 0; i < ROUNDS; i++) {
                for (int j = 0; j < 10; j++) {
                    rig.append(engine, store, id);
                }
                engine.checkpoint();
            }
            assertThat(store.failure()).isNull();
            assertThat(read(store)).isEqualTo(rig.written(id));
        }
        assertThat(rig.find(name -> name.endsWith(".journal")))
                .as("segments of the journal")
                .hasSizeLessThanOrEqualTo(8);
    }

    /** Whole up to where it was synced, and takes no more. */
    private void assertFirstPartIsServed(LocalEngine engine) throws Exception {
        PartitionStore store = rig.open(engine, lost);
        StorageException failure = DamageRig.failureOf(store);
        assertThat(failure).hasMessageContaining("set aside");
        assertThat(failure.kind()).isEqualTo(StorageException.Kind.READ_ONLY);
        assertThat(read(store)).isEqualTo(rig.written(lost).subList(0, settled));
    }

    private void assertAcknowledgedIsSetAside() throws IOException {
        List<ByteBuffer> all = rig.written(lost);
        for (ByteBuffer batch : all.subList(settled, all.size())) {
            assertThat(rig.isSetAside(batch)).isTrue();
        }
    }

    private static List<ByteBuffer> read(PartitionStore store) throws Exception {
        return Slices.batches(store, store.offsets().start(), store.offsets().durable(), 5_000);
    }
}
