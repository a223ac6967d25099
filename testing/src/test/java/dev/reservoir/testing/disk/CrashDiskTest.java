package dev.reservoir.testing.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.log.disk.DiskFile;
import dev.reservoir.testing.disk.CrashDisk.Operation;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

class CrashDiskTest {
    private static final Path DIR = Path.of("/data");
    private static final Path FILE = DIR.resolve("file");
    private static final int SEEDS = 200;

    private final CrashDisk disk = new CrashDisk(1 << 20);

    @BeforeEach
    void makeDirectory() throws IOException {
        disk.createDirectories(DIR);
        disk.syncDirectory(Path.of("/"));
    }

    @Test
    void syncedBytesSizesAndNamesSurviveEveryCut() throws IOException {
        write(disk, FILE, 0, filled(3_000, 1)).sync();
        disk.syncDirectory(DIR);

        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(read(cut(seed), FILE)).isEqualTo(filled(3_000, 1));
        }
    }

    @Test
    void unsyncedSectorsAreDroppedKeptOrMixed() throws IOException {
        write(disk, FILE, 0, filled(2_048, 1)).sync();
        disk.syncDirectory(DIR);
        write(disk, FILE, 0, filled(2_048, 2));

        Set<List<Integer>> seen = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            byte[] left = read(cut(seed), FILE);
            List<Integer> sectors = new ArrayList<>();
            for (int at = 0; at < left.length; at += 512) {
                byte[] sector = Arrays.copyOfRange(left, at, at + 512);
                assertThat(sector).isIn(filled(512, 1), filled(512, 2));
                sectors.add((int) sector[0]);
            }
            seen.add(sectors);
        }
        assertThat(seen)
                .contains(List.of(1, 1, 1, 1), List.of(2, 2, 2, 2), List.of(2, 2, 1, 1))
                .contains(List.of(1, 1, 2, 1));
    }

    @Test
    void anUnsyncedSizeIsOldOrNewAndItsBytesMayBeMissing() throws IOException {
        write(disk, FILE, 0, filled(512, 1)).sync();
        disk.syncDirectory(DIR);
        write(disk, FILE, 512, filled(512, 2));

        Set<Integer> sizes = new HashSet<>();
        Set<Integer> tails = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            byte[] left = read(cut(seed), FILE);
            sizes.add(left.length);
            assertThat(Arrays.copyOf(left, 512)).isEqualTo(filled(512, 1));
            if (left.length > 512) {
                tails.add((int) left[512]);
            }
        }
        assertThat(sizes).containsExactlyInAnyOrder(512, 1_024);
        assertThat(tails).containsExactlyInAnyOrder(0, 2);
    }

    @Test
    void whatIsLeftOfACutCanBeCutAgain() throws IOException {
        write(disk, FILE, 0, filled(700, 1)).sync();
        disk.syncDirectory(DIR);
        for (long seed = 0; seed < SEEDS; seed++) {
            CrashDisk next = cut(seed);
            write(next, FILE, 690, filled(20, 2));
            byte[] left = read(next.powerCut(new SplittableRandom(seed)), FILE);
            assertThat(Arrays.copyOf(left, 690)).isEqualTo(filled(690, 1));
            assertThat(left.length).isIn(700, 710);
        }
    }

    @Test
    void anUnsyncedTruncationMayNotHaveHappened() throws IOException {
        write(disk, FILE, 0, filled(2_000, 1)).sync();
        disk.syncDirectory(DIR);
        try (DiskFile file = disk.open(FILE)) {
            file.truncate(600);
            assertThat(file.size()).isEqualTo(600);
        }

        Set<Integer> sizes = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            byte[] left = read(cut(seed), FILE);
            sizes.add(left.length);
            assertThat(Arrays.copyOf(left, 512)).isEqualTo(filled(512, 1));
        }
        assertThat(sizes).containsExactlyInAnyOrder(600, 2_000);
    }

    @Test
    void whatWasTruncatedReadsAsZeroesWhenTheFileGrowsAgain() throws IOException {
        write(disk, FILE, 0, filled(1_000, 1));
        try (DiskFile file = disk.open(FILE)) {
            file.truncate(100);
        }
        write(disk, FILE, 900, filled(10, 2));

        byte[] bytes = read(disk, FILE);
        assertThat(Arrays.copyOfRange(bytes, 100, 900)).isEqualTo(new byte[800]);
    }

    @Test
    void aSynchronousWriteIsDurableAndOtherDirtySectorsAreNot() throws IOException {
        write(disk, FILE, 0, filled(8_192, 1)).sync();
        disk.syncDirectory(DIR);
        write(disk, FILE, 0, filled(512, 2));
        try (DiskFile file = disk.openSynchronous(FILE)) {
            file.write(new ByteBuffer[] {ByteBuffer.wrap(filled(4_096, 3))}, 4_096);
        }

        Set<Byte> firsts = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            byte[] left = read(cut(seed), FILE);
            assertThat(Arrays.copyOfRange(left, 4_096, 8_192)).isEqualTo(filled(4_096, 3));
            firsts.add(left[0]);
        }
        assertThat(firsts).containsExactlyInAnyOrder((byte) 1, (byte) 2);
    }

    @Test
    void aSynchronousWriteIsOfWholeBlocks() throws IOException {
        write(disk, FILE, 0, filled(8_192, 1)).sync();
        try (DiskFile file = disk.openSynchronous(FILE)) {
            assertThatThrownBy(() -> file.write(new ByteBuffer[] {ByteBuffer.allocate(4_096)}, 512))
                    .hasMessageContaining("4096 bytes at 512 are not whole blocks");
            assertThatThrownBy(() -> file.write(new ByteBuffer[] {ByteBuffer.allocate(100)}, 0))
                    .hasMessageContaining("100 bytes at 0 are not whole blocks");
        }
    }

    @Test
    void namesNeedTheirDirectorySynced() throws IOException {
        write(disk, FILE, 0, filled(10, 1)).sync();

        Set<Boolean> there = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            there.add(cut(seed).exists(FILE));
        }
        assertThat(there).containsExactlyInAnyOrder(true, false);
        disk.syncDirectory(DIR);
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(cut(seed).exists(FILE)).isTrue();
        }
    }

    @Test
    void aRemovedNameMayComeBackUntilItsDirectoryIsSynced() throws IOException {
        write(disk, FILE, 0, filled(10, 1)).sync();
        disk.syncDirectory(DIR);
        disk.delete(FILE);
        assertThat(disk.exists(FILE)).isFalse();

        Set<Boolean> there = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            there.add(cut(seed).exists(FILE));
        }
        assertThat(there).containsExactlyInAnyOrder(true, false);
        disk.syncDirectory(DIR);
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(cut(seed).exists(FILE)).isFalse();
        }
    }

    @Test
    void aRenameHappensAsAWholeOrNot() throws IOException {
        Path target = DIR.resolve("target");
        write(disk, FILE, 0, filled(10, 1)).sync();
        write(disk, target, 0, filled(10, 2)).sync();
        disk.syncDirectory(DIR);
        disk.rename(FILE, target);

        Set<Boolean> moved = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            CrashDisk left = cut(seed);
            boolean old = left.exists(FILE);
            moved.add(old);
            assertThat(read(left, target)).isEqualTo(filled(10, old ? 2 : 1));
        }
        assertThat(moved).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void aDirectoryThatWasNotSyncedTakesItsFilesWithIt() throws IOException {
        Path inner = DIR.resolve("inner");
        disk.createDirectories(inner);
        write(disk, inner.resolve("file"), 0, filled(10, 1)).sync();
        disk.syncDirectory(inner);

        Set<Boolean> there = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            CrashDisk left = cut(seed);
            there.add(left.exists(inner.resolve("file")));
            assertThat(left.exists(inner)).isEqualTo(left.exists(inner.resolve("file")));
        }
        assertThat(there).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void aKillLosesNothingButSyncsNothing() throws IOException {
        write(disk, FILE, 0, filled(512, 1)).sync();
        disk.syncDirectory(DIR);
        write(disk, FILE, 0, filled(512, 2));

        CrashDisk next = disk.kill();

        assertThat(read(next, FILE)).isEqualTo(filled(512, 2));
        Set<Byte> left = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            left.add(read(next.powerCut(new SplittableRandom(seed)), FILE)[0]);
        }
        assertThat(left).containsExactlyInAnyOrder((byte) 1, (byte) 2);
        assertThatThrownBy(() -> disk.exists(FILE)).hasMessageContaining("power is out");
    }

    @Test
    void thePowerGoesOutInTheMiddleOfTheNthChange() throws IOException {
        write(disk, FILE, 0, filled(4_096, 1)).sync();
        disk.syncDirectory(DIR);
        DiskFile file = disk.openSynchronous(FILE);
        disk.cutPowerAt(2);
        file.write(new ByteBuffer[] {ByteBuffer.wrap(filled(4_096, 2))}, 0);

        assertThatThrownBy(
                        () -> file.write(new ByteBuffer[] {ByteBuffer.wrap(filled(4_096, 3))}, 0))
                .hasMessageContaining("power is out");
        assertThat(disk.isDead()).isTrue();
        assertThatThrownBy(file::size).hasMessageContaining("power is out");

        Set<Byte> left = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            left.add(read(disk.powerCut(new SplittableRandom(seed)), FILE)[0]);
        }
        assertThat(left).containsExactlyInAnyOrder((byte) 2, (byte) 3);
    }

    @Test
    void afterAFailedSyncALaterOneSucceedsAndTheBytesMayBeLost() throws IOException {
        DiskFile file = write(disk, FILE, 0, filled(512, 1));
        file.sync();
        disk.syncDirectory(DIR);
        write(disk, FILE, 0, filled(512, 2));
        disk.fail(Operation.SYNC, FILE::equals, 0);

        assertThatThrownBy(file::sync).hasMessageContaining("Input/output error");
        file.sync();

        assertThat(read(disk, FILE)).isEqualTo(filled(512, 2));
        Set<Byte> left = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            left.add(read(cut(seed), FILE)[0]);
        }
        assertThat(left).containsExactlyInAnyOrder((byte) 1, (byte) 2);
        file.write(new ByteBuffer[] {ByteBuffer.wrap(filled(512, 2))}, 0);
        file.sync();
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(read(cut(seed), FILE)).isEqualTo(filled(512, 2));
        }
    }

    @Test
    void theChosenOperationFailsAndOnlyThatOne() throws IOException {
        disk.fail(Operation.WRITE, FILE::equals, 1);
        DiskFile file = disk.open(FILE);
        ByteBuffer[] bytes = {ByteBuffer.wrap(filled(10, 1))};
        file.write(bytes, 0);
        write(disk, DIR.resolve("other"), 0, filled(10, 1));

        assertThatThrownBy(() -> file.write(new ByteBuffer[] {ByteBuffer.wrap(filled(10, 2))}, 0))
                .hasMessageContaining("Input/output error");
        file.write(new ByteBuffer[] {ByteBuffer.wrap(filled(10, 3))}, 0);

        assertThat(read(disk, FILE)).isEqualTo(filled(10, 3));
    }

    @Test
    void aFullDiskTakesWhatFitsAndRefusesTheRest() throws IOException {
        disk.capacity(1_000);
        write(disk, FILE, 0, filled(600, 1));
        assertThat(disk.usableBytes(DIR)).isEqualTo(400);

        assertThatThrownBy(() -> write(disk, FILE, 600, filled(600, 2)))
                .hasMessageContaining("No space left");

        write(disk, FILE, 0, filled(1_000, 3));
        assertThat(disk.usableBytes(DIR)).isZero();
        disk.delete(FILE);
        assertThat(disk.usableBytes(DIR)).isEqualTo(1_000);
    }

    @Test
    void aLockIsTakenOnceAndFreeAfterACrash() throws IOException {
        Path lock = DIR.resolve("lock");
        Closeable held = disk.lock(lock);
        assertThatThrownBy(() -> disk.lock(lock)).hasMessageContaining("locked");
        held.close();
        disk.lock(lock);

        CrashDisk next = disk.kill();
        next.lock(lock);
        assertThat(next.list(DIR)).contains("lock");
    }

    private CrashDisk cut(long seed) {
        return disk.imagine(new SplittableRandom(seed));
    }

    private static byte[] filled(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static DiskFile write(CrashDisk disk, Path path, long at, byte[] bytes)
            throws IOException {
        DiskFile file = disk.open(path);
        file.write(new ByteBuffer[] {ByteBuffer.wrap(bytes)}, at);
        return file;
    }

    private static byte[] read(CrashDisk disk, Path path) throws IOException {
        try (DiskFile file = disk.openReadOnly(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            return bytes.array();
        }
    }
}
