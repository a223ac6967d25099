package dev.reservoir.testing.powercut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.local.LocalEngine;
import dev.reservoir.testing.disk.CrashDisk.Operation;
import dev.reservoir.testing.load.Slices;
import dev.reservoir.wire.batch.BatchView;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Bit flips and damage in every kind of file, each with the outcome that a rule of
 * docs/DURABILITY.md names (16 to 20). Never wrong bytes without a word, never a hole.
 */
@Timeout(120)
class DamageTest {
    private static final int SEEDS = 100;

    @Test
    void aFlipInTheJournalStopsWhatItHitOrCutsTheLastCommit() throws Exception {
        int damaged = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            DamageRig rig = new DamageRig(seed, 40);
            rig.kill();
            rig.flipSomewhere(path -> path.endsWith(".journal"));
            try (LocalEngine engine = rig.start()) {
                for (PartitionId id : rig.written().keySet()) {
                    damaged += checkFirstPart(rig, engine, id, seed) ? 0 : 1;
                }
            } catch (StorageException e) {
                assertThat(e).as("seed %d", seed).hasMessageContaining(" ");
                damaged++;
            }
        }
        assertThat(damaged).as("flips that were found").isPositive();
    }

    /**
     * Checks that the partition holds a first part of what was written, and that it says so when
     * more than the very last commit is missing.
     *
     * @return whether it takes writes
     */
    private static boolean checkFirstPart(
            DamageRig rig, LocalEngine engine, PartitionId id, long seed) throws Exception {
        PartitionStore store = rig.open(engine, id);
        List<ByteBuffer> written = rig.written(id);
        StorageException failure = store.failure();
        if (failure != null && failure.kind() == StorageException.Kind.OFFLINE) {
            return false;
        }
        List<ByteBuffer> read =
                Slices.batches(store, store.offsets().start(), store.offsets().durable(), 5_000);
        assertThat(read).as("seed %d, %s", seed, id).isEqualTo(written.subList(0, read.size()));
        if (failure == null) {
            int missing = written.size() - read.size();
            assertThat(missing)
                    .as("missing of %s without a word, seed %d", id, seed)
                    .isLessThanOrEqualTo(rig.isLast(id) ? 1 : 0);
        }
        return failure == null;
    }

    @Test
    void oneBadCheckpointIsReplacedByTheOther() throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            DamageRig rig = new DamageRig(seed, 120);
            if (seed % 2 == 0) {
                rig.stop();
            } else {
                rig.killBetweenCheckpoints();
            }
            String file = "checkpoint." + seed / 2 % 2;
            rig.flipSomewhere(path -> path.endsWith(file));
            try (LocalEngine engine = rig.start()) {
                rig.assertAllIsThere(engine);
            }
        }
    }

    /** The process was killed behind a failed sync; all it wrote was in the page cache only. */
    @Test
    void aCheckpointThatCountsIsOnTheDiskWhateverSyncFailedBefore() throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            DamageRig rig = new DamageRig(seed, 1, PowerCutTest.CONFIG);
            rig.first().checkpoint();
            rig.first().checkpoint();
            for (int i = 0; i < 20; i++) {
                rig.appendToAny();
            }
            rig.disk().fail(Operation.SYNC, path -> path.toString().contains("checkpoint"), 0);
            assertThatThrownBy(rig.first()::checkpoint).isInstanceOf(IOException.class);
            rig.kill();
            try (LocalEngine engine = rig.start()) {
                String older = rig.olderCheckpoint();
                rig.powerCutNow();
                rig.fill(path -> path.endsWith(older), (byte) 0x5A);
            }
            try (LocalEngine engine = rig.start()) {
                rig.assertAllIsThere(engine);
            }
        }
    }

    @Test
    void twoBadCheckpointsAreRefusedWithASentence() throws Exception {
        DamageRig rig = new DamageRig(1, 60);
        rig.stop();
        rig.fill(path -> path.endsWith("checkpoint.0"), (byte) 0x5A);
        rig.fill(path -> path.endsWith("checkpoint.1"), (byte) 0x5A);

        assertThatThrownBy(rig::start)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("checkpoint");
    }

    @Test
    void aDamagedIndexMisleadsNobody() throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            DamageRig rig = new DamageRig(seed, 120);
            rig.stop();
            for (int i = 0; i < 5; i++) {
                rig.flipSomewhere(path -> path.endsWith(".index") || path.endsWith(".timeindex"));
            }
            try (LocalEngine engine = rig.start()) {
                rig.assertAllIsThere(engine);
            }
        }
    }

    @Test
    void aFlipInASegmentIsSeenInTheBatchThatItHitAndNowhereElse() throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            DamageRig rig = new DamageRig(seed, 60);
            rig.stop();
            rig.flipSomewhere(path -> path.endsWith(".log"));
            try (LocalEngine engine = rig.start()) {
                for (Map.Entry<PartitionId, List<ByteBuffer>> entry : rig.written().entrySet()) {
                    PartitionStore store = rig.open(engine, entry.getKey());
                    for (ByteBuffer batch : entry.getValue()) {
                        checkHonest(store, batch, seed);
                    }
                }
            } catch (StorageException e) {
                assertThat(e).as("seed %d", seed).hasMessageContaining(" ");
            }
        }
    }

    /** What is read is the batch, or says by its checksum or header that it is not. */
    private static void checkHonest(PartitionStore store, ByteBuffer batch, long seed)
            throws Exception {
        long base = BatchView.at(batch, 0).baseOffset();
        try {
            List<ByteBuffer> read =
                    Slices.batches(store, base, BatchView.at(batch, 0).nextOffset(), 5_000);
            boolean same = read.equals(List.of(batch));
            boolean caught =
                    read.size() != 1
                            || !BatchView.at(read.getFirst(), 0).checksumMatches()
                            || differsOutsideTheChecksum(read.getFirst(), batch);
            assertThat(same || caught).as("seed %d, offset %d", seed, base).isTrue();
        } catch (StorageException e) {
            assertThat(e.kind()).isEqualTo(StorageException.Kind.CORRUPT);
        } catch (RuntimeException e) {
            assertThat(e).hasMessageContaining("batch");
        }
    }

    /** Offset, length, epoch and magic are not part of Kafka's checksum. */
    private static boolean differsOutsideTheChecksum(ByteBuffer read, ByteBuffer batch) {
        return !read.slice(0, 21).equals(batch.slice(0, 21));
    }

    @Test
    void aNewerFormatIsRefusedByName() throws Exception {
        DamageRig rig = new DamageRig(1, 10);
        rig.stop();
        rig.rewrite(
                Path.of("/data/meta.properties"),
                text -> text.replace("format.version=1", "format.version=99"));

        assertThatThrownBy(rig::start)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("meta.properties")
                .hasMessageContaining("99");
    }
}
