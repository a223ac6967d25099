package dev.reservoir.log.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.StorageException;
import dev.reservoir.log.disk.LocalDisk;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What is left of a segment before the journal's entries are applied again. */
class SegmentFileTest {
    private static final int BATCH_BYTES = Rig.batch(0, 100).remaining();

    @TempDir Path root;
    private PartitionDirectory directory;
    private Path file;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory =
                new PartitionDirectory(new Storage(root, new LocalDisk(), 8), Rig.id(1, 0), false);
        file = directory.file(SegmentFile.name(0, SegmentFile.LOG));
        Files.createDirectories(directory.path());
    }

    @Test
    void withoutGaps() throws Exception {
        assertThat(cut(holding(0, 1, 2, 3), 2, 2)).isEqualTo(2);
        assertThat(Files.size(file)).isEqualTo(2L * BATCH_BYTES);
    }

    /** Compaction left 0 and 7; then 8 and 9 were appended to the same file. */
    @Test
    void behindGapsThatCompactionLeft() throws Exception {
        assertThat(cut(holding(0, 7, 8, 9), 9, 1)).isEqualTo(9);
        assertThat(Files.size(file)).isEqualTo(3L * BATCH_BYTES);
    }

    @Test
    void rightBehindAGapThatCompactionLeft() throws Exception {
        assertThat(cut(holding(0, 3, 9), 9, 1)).isEqualTo(9);
        assertThat(Files.size(file)).isEqualTo(2L * BATCH_BYTES);
    }

    /** What comes from the journal again was torn when it was written the last time. */
    @ParameterizedTest
    @ValueSource(ints = {0, 8, 16, 40})
    void whereTheDroppedBatchIsTorn(int at) throws Exception {
        SegmentFile segment = holding(0, 3, 9);
        spoil(2L * BATCH_BYTES + at);
        assertThat(cut(segment, 9, 1)).isEqualTo(9);
        assertThat(Files.size(file)).isEqualTo(2L * BATCH_BYTES);
    }

    /** That is damage, and the partition is not whole up to the offset. */
    @Test
    void aDamagedBatchBeforeIsNoGap() throws Exception {
        SegmentFile segment = holding(0, 1, 2, 3);
        spoil(BATCH_BYTES + 16L);
        assertThat(cut(segment, 3, 1)).isEqualTo(1);
    }

    @Test
    void aSegmentThatEndsEarlier() throws Exception {
        assertThat(cut(holding(0, 1), 5, 0)).isEqualTo(2);
    }

    /** Recovery writes files anew under names that may be there. */
    @Test
    void oneThatIsMadeHoldsNothingOfAFileOfItsName() throws Exception {
        holding(0, 1);
        new SegmentFile(directory, 0, SegmentFile.Bounds.empty(0)).create();
        assertThat(Files.size(file)).isZero();
    }

    private long cut(SegmentFile segment, long offset, int droppedBatches)
            throws IOException, StorageException {
        return segment.truncate(offset, (long) droppedBatches * BATCH_BYTES);
    }

    /** A segment of batches of one record, as a checkpoint describes it. */
    private SegmentFile holding(long... offsets) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(offsets.length * BATCH_BYTES);
        for (long offset : offsets) {
            all.put(Rig.batch(offset, 100));
        }
        Files.write(file, all.array());
        long last = offsets[offsets.length - 1];
        return new SegmentFile(
                directory,
                0,
                new SegmentFile.Bounds(all.capacity(), last + 1, 1_000, 1_000 + last, last));
    }

    private void spoil(long position) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.position(position).write(ByteBuffer.wrap(new byte[] {99, 99, 99, 99}));
        }
    }
}
