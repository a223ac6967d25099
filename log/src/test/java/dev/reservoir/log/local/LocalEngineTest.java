package dev.reservoir.log.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.log.Extent;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.log.disk.LocalDisk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

class LocalEngineTest {
    private static final StoreConfig SMALL_SEGMENTS = new StoreConfig(8 * 1024, 1L << 40, 512);

    @TempDir Path scratch;
    private Rig rig;

    @BeforeEach
    void start() throws StorageException {
        rig = new Rig(scratch, Rig.SMALL);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void whatWasAppendedCanBeRead() throws Exception {
        PartitionStore store = rig.open(Rig.id(1, 0));
        rig.appendAndWait(store, 100, 200);
        assertThat(Rig.readAll(store)).isEqualTo(Rig.range(0, 100));
        assertThat(store.offsets().end()).isEqualTo(100);
    }

    @Test
    void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
        PartitionStore one = rig.open(Rig.id(1, 0));
        PartitionStore two = rig.open(Rig.id(1, 1), SMALL_SEGMENTS);
        rig.appendAndWait(one, 50, 20_000);
        rig.appendAndWait(two, 50, 1_000);
        rig.kill();
        assertThat(Rig.readAll(rig.open(Rig.id(1, 0)))).isEqualTo(Rig.range(0, 50));
        assertThat(Rig.readAll(rig.open(Rig.id(1, 1)))).isEqualTo(Rig.range(0, 50));
    }

    @Test
    void manyKillsAndStopsKeepEverything() throws Exception {
        long expected = 0;
        for (int round = 0; round < 8; round++) {
            PartitionStore store = rig.open(Rig.id(1, 0), SMALL_SEGMENTS);
            assertThat(store.offsets().end()).isEqualTo(expected);
            rig.appendAndWait(store, 20, 700);
            expected += 20;
            if (round % 3 == 2) {
                rig.restart();
            } else {
                rig.kill();
            }
            store = rig.open(Rig.id(1, 0), SMALL_SEGMENTS);
            assertThat(Rig.readAll(store)).isEqualTo(Rig.range(0, expected));
            store.close();
        }
    }

    @Test
    void checkpointsFreeTheJournalUnderLoad() throws Exception {
        PartitionStore store = rig.open(Rig.id(1, 0));
        PartitionStore idle = rig.open(Rig.id(2, 0));
        rig.appendAndWait(idle, 3, 100);
        rig.appendAndWait(store, 600, 50_000);
        try (var files = Files.list(rig.root.resolve("journal"))) {
            assertThat(files.count()).isLessThanOrEqualTo(7);
        }
        rig.kill();
        assertThat(Rig.readAll(rig.open(Rig.id(1, 0)))).isEqualTo(Rig.range(0, 600));
        assertThat(Rig.readAll(rig.open(Rig.id(2, 0)))).isEqualTo(Rig.range(0, 3));
    }

    @Test
    void savedStateComesBack() throws Exception {
        PartitionStore store = rig.open(Rig.id(1, 0));
        rig.appendAndWait(store, 7, 100);
        rig.restart();
        store = rig.open(Rig.id(1, 0));
        assertThat(store.savedState().offset()).isEqualTo(7);
        assertThat(store.savedState().blob().getLong(0)).isEqualTo(7);
        rig.restart();
        store = rig.open(Rig.id(1, 0));
        assertThat(store.savedState().offset()).isEqualTo(7);
    }

    @Test
    void segmentsRollAndCanBeFound() throws Exception {
        PartitionStore store = rig.open(Rig.id(1, 0), SMALL_SEGMENTS);
        rig.appendAndWait(store, 40, 1_000);
        List<Extent> extents = store.extents();
        assertThat(extents.size()).isGreaterThan(3);
        assertThat(extents.getFirst().base()).isZero();
        for (int i = 1; i < extents.size(); i++) {
            assertThat(extents.get(i).base()).isEqualTo(extents.get(i - 1).next());
        }
        assertThat(extents.getLast().next()).isEqualTo(40);
        for (long offset = 0; offset < 40; offset++) {
            assertThat(store.find(1_000 + offset)).isEqualTo(offset);
        }
        assertThat(store.find(Long.MAX_VALUE)).isEqualTo(39);
        assertThat(store.find(5_000)).isEqualTo(-1);
    }

    @Test
    void trimmedRecordsStayAwayAfterAKill() throws Exception {
        PartitionStore store = rig.open(Rig.id(1, 0), SMALL_SEGMENTS);
        rig.appendAndWait(store, 40, 1_000);
        store.trim(25).await();
        assertThat(store.offsets().start()).isEqualTo(25);
        rig.kill();
        store = rig.open(Rig.id(1, 0), SMALL_SEGMENTS);
        assertThat(store.offsets().start()).isEqualTo(25);
        assertThat(Rig.readAll(store)).isEqualTo(Rig.range(25, 40));
        rig.restart();
        rig.restart();
        store = rig.open(Rig.id(1, 0), SMALL_SEGMENTS);
        assertThat(Rig.readAll(store)).isEqualTo(Rig.range(25, 40));
        assertThat(rig.root.resolve("topic1-0/00000000000000000000.log")).doesNotExist();
    }

    @Test
    void aTopicMadeAgainUnderItsNameIsAnother() throws Exception {
        PartitionStore store = rig.open(Rig.id(1, 0));
        rig.appendAndWait(store, 5, 100);
        store.delete();
        rig.gone.add(Rig.id(1, 0).topicId());
        PartitionId again = new PartitionId(new UUID(5, 1), "topic1", 0);
        PartitionStore other = rig.open(again);
        rig.appendAndWait(other, 2, 100);
        assertThat(Rig.readAll(other)).isEqualTo(Rig.range(0, 2));
        rig.kill();
        assertThat(Rig.readAll(rig.open(again))).isEqualTo(Rig.range(0, 2));
    }

    @Test
    void aReplacedRangeSurvivesAKill() throws Exception {
        PartitionStore store = rig.open(Rig.id(1, 0), SMALL_SEGMENTS);
        rig.appendAndWait(store, 40, 1_000);
        rig.restart();
        store = rig.open(Rig.id(1, 0), SMALL_SEGMENTS);
        List<Extent> settled = store.extents().stream().filter(Extent::settled).toList();
        long next = settled.get(1).next();
        List<ByteBuffer> kept = List.of(Rig.batch(1, 50), Rig.batch(next - 1, 50));
        store.replace(0, next, kept.iterator());
        List<Long> expected = new ArrayList<>(List.of(1L, next - 1));
        expected.addAll(Rig.range(next, 40));
        assertThat(Rig.readAll(store)).isEqualTo(expected);
        rig.kill();
        assertThat(Rig.readAll(rig.open(Rig.id(1, 0)))).isEqualTo(expected);
        rig.restart();
        assertThat(Rig.readAll(rig.open(Rig.id(1, 0)))).isEqualTo(expected);
    }

    @Test
    void aSecondEngineIsRefused() {
        assertThatThrownBy(() ->
                        new LocalEngine(
                                rig.root,
                                new LocalDisk(),
                                Rig.SMALL,
                                Rig.IDENTITY,
                                System::nanoTime))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("locked");
    }
}
