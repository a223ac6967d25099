package dev.reservoir.log.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

class LocalDiskTest {
    private static final int BLOCK = Disk.BLOCK_BYTES;

    @TempDir Path directory;

    private final Disk disk = new LocalDisk();
    private Path path;

    @BeforeEach
    void makeFile() throws IOException {
        path = directory.resolve("file");
        Files.write(path, new byte[4 * BLOCK]);
    }

    @Test
    void whatWasWrittenSynchronouslyIsReadByOthers() throws IOException {
        byte[] onHeap = random(BLOCK, 1);
        byte[] aligned = random(2 * BLOCK, 2);
        ByteBuffer direct = ByteBuffer.allocateDirect(3 * BLOCK).alignedSlice(BLOCK);
        direct.put(aligned).flip();
        try (DiskFile reader = disk.openReadOnly(path);
                DiskFile file = disk.openSynchronous(path)) {
            assertThat(read(reader, 0, 4 * BLOCK)).isEqualTo(new byte[4 * BLOCK]);

            file.write(new ByteBuffer[] {ByteBuffer.wrap(onHeap)}, 0);
            file.write(new ByteBuffer[] {direct}, BLOCK);

            assertThat(read(reader, 0, BLOCK)).isEqualTo(onHeap);
            assertThat(read(reader, BLOCK, 2 * BLOCK)).isEqualTo(aligned);
        }
        assertThat(Arrays.copyOfRange(Files.readAllBytes(path), BLOCK, 3 * BLOCK))
                .isEqualTo(aligned);
    }

    @Test
    void aSynchronousWriteGrowsAFile() throws IOException {
        try (DiskFile file = disk.openSynchronous(path)) {
            file.write(new ByteBuffer[] {ByteBuffer.wrap(random(BLOCK, 3))}, 7 * BLOCK);
        }

        assertThat(Files.size(path)).isEqualTo(8 * BLOCK);
    }

    @Test
    void anInterruptedWriterClosesTheFileForNobody() throws IOException {
        byte[] bytes = random(BLOCK, 4);
        try (DiskFile file = disk.openSynchronous(path)) {
            Thread.currentThread().interrupt();
            file.write(new ByteBuffer[] {ByteBuffer.wrap(bytes)}, BLOCK);
            assertThat(Thread.interrupted()).isTrue();
            file.write(new ByteBuffer[] {ByteBuffer.wrap(bytes)}, 2 * BLOCK);
        }

        byte[] all = Files.readAllBytes(path);
        assertThat(Arrays.copyOfRange(all, BLOCK, 2 * BLOCK)).isEqualTo(bytes);
        assertThat(Arrays.copyOfRange(all, 2 * BLOCK, 3 * BLOCK)).isEqualTo(bytes);
    }

    @Test
    void theSpaceThatIsLeftIsThatOfThePath() throws IOException {
        assertThat(disk.usableBytes(directory)).isPositive();
        assertThatThrownBy(() -> disk.usableBytes(directory.resolve("missing")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("missing");
    }

    private static byte[] read(DiskFile file, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        assertThat(file.read(bytes, position)).isEqualTo(length);
        return bytes.array();
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
