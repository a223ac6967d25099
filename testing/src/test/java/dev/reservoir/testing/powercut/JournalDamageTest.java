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
import dev.reservoir.testing.powercut.JournalMap.Commit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Damage at chosen places of the journal: which partitions it takes, and that it takes no others
 * (docs/DURABILITY.md, rules 5 and 15 to 20).
 */
@Timeout(60)
class JournalDamageTest {
    private static final int BATCHES = 50;
    private static final int COMMITS_A_SEGMENT = 15;

    /** In the middle of the journal, which fills several segments. */
    private static final int HIT = 20;

    /** No checkpoint is made before somebody asks for one. */
    static final LocalConfig ROOMY = config(FlushPolicy.SYNC);

    private static LocalConfig config(FlushPolicy policy) {
        return new LocalConfig(64 * 1024, 2 * 1024 * 1024, policy, 0, 24 * 1024, 60_000, 16);
    }

    private static List<Commit> commits(JournalMap map) throws Exception {
        List<Commit> commits = map.commits();
        assertThat(commits).hasSizeGreaterThanOrEqualTo(BATCHES);
        assertThat(commits.getFirst().number()).isEqualTo(1);
        return commits;
    }

    /** The partition holds all of its batches and takes more. */
    private static void assertWhole(DamageRig rig, LocalEngine engine, PartitionId id)
            throws Exception {
        PartitionStore store = rig.open(engine, id);
        assertThat(store.failure()).as("%s", id).isNull();
        assertThat(read(store)).as("%s", id).isEqualTo(rig.written(id));
        rig.append(engine, store, id);
        assertThat(read(store)).as("%s", id).isEqualTo(rig.written(id));
    }

    /** The partition holds what the first commits brought, and takes no more. */
    private static void assertReadOnly(
            DamageRig rig, LocalEngine engine, PartitionId id, int commits) throws Exception {
        PartitionStore store = rig.open(engine, id);
        StorageException failure = DamageRig.failureOf(store);
        assertThat(failure).as("%s", id).hasMessageContaining("read-only");
        assertThat(failure.kind()).isEqualTo(StorageException.Kind.READ_ONLY);
        assertThat(read(store))
                .as("%s", id)
                .isEqualTo(rig.written(id).subList(0, rig.writtenBefore(commits, id)));
    }

    private static void assertAllWhole(DamageRig rig, LocalEngine engine) throws Exception {
        for (PartitionId id : rig.written().keySet()) {
            assertWhole(rig, engine, id);
        }
    }

    /**
     * One partition holds what the first commits brought, and takes no more; the others are whole.
     */
    private static void assertReadOnlyAlone(
            DamageRig rig, LocalEngine engine, PartitionId hit, int commits) throws Exception {
        for (PartitionId id : rig.written().keySet()) {
            if (id.equals(hit)) {
                assertReadOnly(rig, engine, id, commits);
            } else {
                assertWhole(rig, engine, id);
            }
        }
    }

    private static List<ByteBuffer> read(PartitionStore store) throws Exception {
        return Slices.batches(store, store.offsets().start(), store.offsets().durable(), 5_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {HIT, BATCHES - 1})
    void theSecondTableStandsInForTheFirst(int hit) throws Exception {
        DamageRig rig = new DamageRig(1, BATCHES, ROOMY);
        rig.kill();
        JournalMap map = new JournalMap(rig);
        Commit commit = commits(map).get(hit);
        map.flip(commit.file(), commit.at() + 16);

        try (LocalEngine engine = rig.start()) {
            assertAllWhole(rig, engine);
        }
    }

    @Test
    void aBadEntryTakesItsPartitionOnly() throws Exception {
        DamageRig rig = new DamageRig(2, BATCHES, ROOMY);
        rig.kill();
        JournalMap map = new JournalMap(rig);
        Commit commit = commits(map).get(HIT);
        map.flip(commit.file(), commit.payloadAt() + 70);

        try (LocalEngine engine = rig.start()) {
            PartitionId hit = rig.order().get(HIT);
            assertReadOnlyAlone(rig, engine, hit, HIT);
        }
    }

    @Test
    void anUnreadableTableTakesThePartitionThatHasAGapBehindIt() throws Exception {
        DamageRig rig = new DamageRig(3, BATCHES, ROOMY);
        rig.appendMetadata();
        rig.kill();
        JournalMap map = new JournalMap(rig);
        map.destroyTables(commits(map).get(HIT));

        try (LocalEngine engine = rig.start()) {
            PartitionId hit = rig.order().get(HIT);
            assertThat(rig.order().subList(HIT + 1, BATCHES)).contains(hit);
            assertThat(rig.order().subList(HIT + 1, BATCHES)).containsAll(rig.written().keySet());
            assertReadOnlyAlone(rig, engine, hit, HIT);
        }
    }

    /** An event may be among what is lost, so nobody can say which topics there are. */
    @Test
    void nothingIsStartedWhenMetadataMayLackItsLastEvent() throws Exception {
        DamageRig rig = new DamageRig(14, BATCHES, ROOMY);
        rig.kill();
        JournalMap map = new JournalMap(rig);
        map.destroyTables(commits(map).get(HIT));

        assertThatThrownBy(rig::start)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("metadata is damaged");
    }

    /** Nobody can say whose the unreadable commit was, so whoever shows no later entry may lack. */
    @Test
    void anUnreadableTableTakesThePartitionsWithoutALaterEntry() throws Exception {
        DamageRig rig = new DamageRig(4, BATCHES, ROOMY);
        rig.appendMetadata();
        rig.kill();
        int last = BATCHES - 1;
        PartitionId alone = rig.order().get(last);
        int hit = last - 1;
        while (rig.order().get(hit).equals(alone)) {
            hit--;
        }
        JournalMap map = new JournalMap(rig);
        map.destroyTables(commits(map).get(hit));

        try (LocalEngine engine = rig.start()) {
            for (PartitionId id : rig.written().keySet()) {
                if (id.equals(alone)) {
                    assertWhole(rig, engine, id);
                } else {
                    assertReadOnly(rig, engine, id, hit);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsDamagedIsSetAsideAndSaidAgainAfterARestart(boolean tables) throws Exception {
        DamageRig rig = new DamageRig(5, BATCHES, ROOMY);
        rig.appendMetadata();
        rig.kill();
        JournalMap map = new JournalMap(rig);
        Commit commit = commits(map).get(HIT);
        if (tables) {
            map.destroyTables(commit);
        } else {
            map.flip(commit.file(), commit.payloadAt() + 70);
        }
        ByteBuffer damaged = rig.read(commit.file());
        PartitionId hit = rig.order().get(HIT);
        PartitionId other =
                rig.written().keySet().stream()
                        .filter(id -> !id.equals(hit))
                        .findAny()
                        .orElseThrow();
        try (LocalEngine engine = rig.start()) {
            engine.checkpoint();
            rig.killNow();
        }
        try (LocalEngine engine = rig.start()) {
            workOn(rig, engine, other);
        }

        List<Path> aside = rig.find(name -> name.endsWith(".aside"));
        assertThat(aside).anySatisfy(path -> assertThat(rig.read(path)).isEqualTo(damaged));
        try (LocalEngine engine = rig.start()) {
            assertReadOnly(rig, engine, hit, HIT);
            assertWhole(rig, engine, other);
        }
    }

    /** Nothing else of the partition is in the segment that was hit. */
    @Test
    void whatFollowsDamageIsSetAsideWithIt() throws Exception {
        DamageRig rig = new DamageRig(15, 0, ROOMY);
        List<PartitionId> ids = List.copyOf(rig.written().keySet());
        PartitionId hit = ids.getFirst();
        PartitionId other = ids.getLast();
        appendTo(rig, hit, COMMITS_A_SEGMENT);
        appendTo(rig, other, 7);
        rig.appendTo(hit);
        appendTo(rig, other, 7);
        appendTo(rig, hit, 5);
        rig.appendMetadata();
        rig.kill();
        JournalMap map = new JournalMap(rig);
        Commit commit = map.commits().get(COMMITS_A_SEGMENT + 7);
        map.destroyTables(commit);
        ByteBuffer damaged = rig.read(commit.file());

        for (int i = 0; i < 2; i++) {
            try (LocalEngine engine = rig.start()) {
                workOn(rig, engine, other);
            }
        }

        List<ByteBuffer> all = rig.written(hit);
        for (ByteBuffer batch : all.subList(COMMITS_A_SEGMENT, all.size())) {
            assertThat(rig.isSetAside(batch)).isTrue();
        }
        assertThat(rig.find(name -> name.endsWith(".aside")))
                .anySatisfy(path -> assertThat(rig.read(path)).isEqualTo(damaged));
    }

    private static void appendTo(DamageRig rig, PartitionId id, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            rig.appendTo(id);
        }
    }

    /** Makes use of every segment that can be had. */
    private static void workOn(DamageRig rig, LocalEngine engine, PartitionId id) throws Exception {
        PartitionStore store = rig.open(engine, id);
        for (int i = 0; i < 5; i++) {
            engine.checkpoint();
            for (int j = 0; j < 20; j++) {
                rig.append(engine, store, id);
            }
        }
        store.close();
    }

    /** Nobody can say whose commits it held. */
    @Test
    void aMissingSegmentIsDamage() throws Exception {
        DamageRig rig = new DamageRig(16, 3 * COMMITS_A_SEGMENT + 1, ROOMY);
        rig.appendMetadata();
        rig.kill();
        rig.disk().delete(new JournalMap(rig).commits().get(2 * COMMITS_A_SEGMENT).file());

        try (LocalEngine engine = rig.start()) {
            for (PartitionId id : rig.written().keySet()) {
                assertReadOnly(rig, engine, id, 2 * COMMITS_A_SEGMENT);
            }
        }
    }

    /** What the move of the start would have removed is there, though its entry cannot be read. */
    @Test
    void aDamagedTrimTakesNoRecords() throws Exception {
        DamageRig rig = new DamageRig(17, 12, ROOMY);
        rig.first().checkpoint();
        for (int i = 0; i < 12; i++) {
            rig.appendToAny();
        }
        PartitionId trimmed = rig.order().getLast();
        PartitionStore store = rig.store(trimmed);
        store.trim(store.offsets().durable()).await();
        rig.appendMetadata();
        rig.kill();
        JournalMap map = new JournalMap(rig);
        map.destroyTables(map.commits().get(24));

        try (LocalEngine engine = rig.start()) {
            assertReadOnly(rig, engine, trimmed, 24);
        }
    }

    /** Two checkpoints on, when segments that were freed have been used again. */
    @Test
    void theOlderCheckpointFindsItsJournal() throws Exception {
        DamageRig rig = new DamageRig(18, BATCHES, ROOMY);
        rig.first().checkpoint();
        for (int i = 0; i < BATCHES; i++) {
            rig.appendToAny();
        }
        rig.first().checkpoint();
        for (int i = 0; i < BATCHES; i++) {
            rig.appendToAny();
        }
        rig.kill();
        String newer =
                rig.olderCheckpoint().equals("checkpoint.0") ? "checkpoint.1" : "checkpoint.0";
        new JournalMap(rig).flip(PowerCutTest.ROOT.resolve(newer), 20);

        try (LocalEngine engine = rig.start()) {
            assertAllWhole(rig, engine);
        }
    }

    @Test
    void nothingIsStartedOnDamagedMetadata() throws Exception {
        DamageRig rig = new DamageRig(6, BATCHES, ROOMY);
        rig.appendMetadata();
        rig.appendMetadata();
        rig.kill();
        JournalMap map = new JournalMap(rig);
        Commit commit = commits(map).get(BATCHES);
        map.flip(commit.file(), commit.payloadAt() + 70);

        assertThatThrownBy(rig::start)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("metadata is damaged")
                .hasMessageContaining("read-only");
    }

    /** Without the seal it would pass for a commit that was torn. */
    @Test
    void aCleanStopLetsDamageToTheLastCommitBeFound() throws Exception {
        DamageRig rig = new DamageRig(7, BATCHES, ROOMY);
        rig.disk().fail(Operation.WRITE, path -> path.toString().contains("checkpoint"), 0);
        rig.stop();
        JournalMap map = new JournalMap(rig);
        Commit commit = commits(map).get(BATCHES - 1);
        map.flip(commit.file(), commit.payloadAt() + 70);

        try (LocalEngine engine = rig.start()) {
            assertReadOnly(rig, engine, rig.order().getLast(), BATCHES - 1);
        }
    }

    @Test
    void aBadLastCommitIsATearAndIsCut() throws Exception {
        DamageRig rig = new DamageRig(8, BATCHES, ROOMY);
        rig.kill();
        JournalMap map = new JournalMap(rig);
        Commit commit = commits(map).get(BATCHES - 1);
        map.flip(commit.file(), commit.payloadAt() + 70);

        try (LocalEngine engine = rig.start()) {
            PartitionId hit = rig.order().getLast();
            rig.written(hit).removeLast();
            assertAllWhole(rig, engine);
            rig.killNow();
        }
        try (LocalEngine engine = rig.start()) {
            assertAllWhole(rig, engine);
        }
    }

    /** The system writes back in any order, so what follows says nothing. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void unsyncedCommitsAreATearWhateverFollows(boolean tables) throws Exception {
        DamageRig rig = new DamageRig(9, BATCHES, config(FlushPolicy.OS));
        rig.kill();
        JournalMap map = new JournalMap(rig);
        Commit commit = commits(map).get(HIT);
        if (tables) {
            map.destroyTables(commit);
        } else {
            map.flip(commit.file(), commit.payloadAt() + 70);
        }

        try (LocalEngine engine = rig.start()) {
            for (PartitionId id : rig.written().keySet()) {
                List<ByteBuffer> all = rig.written(id);
                all.subList(rig.writtenBefore(HIT, id), all.size()).clear();
                assertWhole(rig, engine, id);
            }
        }
        try (LocalEngine engine = rig.start()) {
            assertAllWhole(rig, engine);
        }
    }

    @Test
    void nothingIsWrittenWhenTheLastCommitCannotBeMadeDurable() throws Exception {
        DamageRig rig = new DamageRig(10, BATCHES, ROOMY);
        rig.kill();
        rig.disk().fail(Operation.SYNC, path -> path.toString().endsWith(".journal"), 0);

        assertThatThrownBy(rig::start)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("nothing is written");
        try (LocalEngine engine = rig.start()) {
            assertAllWhole(rig, engine);
        }
    }

    /** The last commit's sync failed, so the page cache had it and the disk may not. */
    @Test
    void whatAStartHasServedNoLaterPowerCutTakesBack() throws Exception {
        for (int seed = 20; seed < 40; seed++) {
            DamageRig rig = new DamageRig(seed, 5, ROOMY);
            PartitionId id = rig.order().getLast();
            rig.disk().fail(Operation.SYNC, path -> path.toString().endsWith(".journal"), 0);
            assertThatThrownBy(() -> rig.append(rig.first(), rig.store(id), id))
                    .isInstanceOf(StorageException.class);
            rig.kill();
            List<ByteBuffer> served;
            try (LocalEngine engine = rig.start()) {
                served = read(rig.open(engine, id));
                rig.powerCutNow();
            }
            try (LocalEngine engine = rig.start()) {
                assertThat(read(rig.open(engine, id))).as("seed %d", seed).isEqualTo(served);
            }
        }
    }

    @Test
    void aCommitThatFailsStopsAllWritingAndReadsGoOn() throws Exception {
        DamageRig rig = new DamageRig(19, BATCHES, ROOMY);
        PartitionId id = rig.order().getLast();
        PartitionId other = rig.order().stream().filter(o -> !o.equals(id)).findAny().orElseThrow();
        rig.disk().fail(Operation.SYNC, path -> path.toString().endsWith(".journal"), 0);

        assertThatThrownBy(() -> rig.append(rig.first(), rig.store(id), id))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("nothing is written any more")
                .hasMessageContaining("restart");
        assertThat(rig.first().failure()).isNotNull();
        assertThatThrownBy(() -> rig.append(rig.first(), rig.store(other), other))
                .isSameAs(rig.first().failure());
        assertThat(read(rig.store(id))).isEqualTo(rig.written(id));
        rig.first().checkpoint();
        rig.cutPower();
        try (LocalEngine engine = rig.start()) {
            for (PartitionId each : rig.written().keySet()) {
                List<ByteBuffer> found = read(rig.open(engine, each));
                assertThat(found.subList(0, rig.written(each).size())).isEqualTo(rig.written(each));
            }
        }
    }

    @Test
    void aNewerCommitIsRefusedByName() throws Exception {
        DamageRig rig = new DamageRig(11, BATCHES, ROOMY);
        rig.kill();
        JournalMap map = new JournalMap(rig);
        Commit commit = commits(map).get(HIT);
        map.claimNewerVersion(commit.file(), commit.at(), JournalMap.tableBytes(commit));

        assertNewerIsRefused(rig, "journal commit");
    }

    @Test
    void aNewerJournalSegmentIsRefusedByName() throws Exception {
        DamageRig rig = new DamageRig(12, BATCHES, ROOMY);
        rig.kill();
        JournalMap map = new JournalMap(rig);
        map.claimNewerVersion(commits(map).get(HIT).file(), 0, 0);

        assertNewerIsRefused(rig, "journal segment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkpoint.0", "checkpoint.1"})
    void aNewerCheckpointIsRefusedByName(String file) throws Exception {
        DamageRig rig = new DamageRig(13, BATCHES, ROOMY);
        rig.stop();
        new JournalMap(rig).claimNewerVersion(PowerCutTest.ROOT.resolve(file), 0, 0);

        assertNewerIsRefused(rig, "checkpoint");
    }

    private static void assertNewerIsRefused(DamageRig rig, String what) {
        assertThatThrownBy(rig::start)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(what)
                .hasMessageContaining("format version 99");
    }
}
