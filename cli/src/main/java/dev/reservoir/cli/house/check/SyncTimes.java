package dev.reservoir.cli.house.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How long a small synchronous write takes, as the journal makes one for each commit.
 *
 * @param writes how many were made
 * @param medianMs half of them took longer
 * @param p99Ms one in a hundred took longer
 */
record SyncTimes(int writes, double medianMs, double p99Ms) {
    private static final int BLOCK = 4096;
    private static final int BLOCKS = 256;
    private static final int MOST_WRITES = 500;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double NANOS_A_MS = 1e6;

    /** Measures in a file of its own, which is gone afterwards. */
    static SyncTimes in(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, ".reservoir-check-", ".tmp");
        try {
            // The journal's blocks are there before they are written to.
            Files.write(file, new byte[BLOCK * BLOCKS]);
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DSYNC)) {
                channel.force(true);
                return measure(channel);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static SyncTimes measure(FileChannel channel) throws IOException {
        long[] nanos = new long[MOST_WRITES];
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        long begun = System.nanoTime();
        int writes = 0;
        while (writes < MOST_WRITES && System.nanoTime() - begun < LONGEST_NANOS) {
            block.clear();
            block.putInt(0, writes + 1);
            long before = System.nanoTime();
            channel.write(block, (long) (writes % BLOCKS) * BLOCK);
            nanos[writes++] = System.nanoTime() - before;
        }
        return of(Arrays.copyOf(nanos, writes));
    }

    /** The figures of single writes, at least one. */
    static SyncTimes of(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new SyncTimes(
                sorted.length,
                sorted[sorted.length / 2] / NANOS_A_MS,
                sorted[sorted.length * 99 / 100] / NANOS_A_MS);
    }
}
