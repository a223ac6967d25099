package dev.reservoir.log.local;

/**
 * The bounds of a local engine, all in bytes unless they say otherwise.
 *
 * @param journalSegmentBytes size of a journal segment ({@code journal.segment.bytes})
 * @param journalMaxBytes what the journal holds at most before appends wait ({@code
 *     journal.max.bytes}); a checkpoint starts at half of it
 * @param flushPolicy when a commit counts as durable ({@code flush.policy})
 * @param diskReserveBytes free space that appends leave to deletion, retention and the journal
 *     ({@code disk.reserve.bytes})
 * @param maxCommitBytes what goes out in one commit at most ({@code commit.max.bytes})
 * @param maxInFlightBytes what was taken and is not applied yet at most ({@code
 *     inflight.max.bytes}); larger appends wait
 * @param maxOpenFiles how many segment and index files are kept open ({@code open.files.max})
 */
public record LocalConfig(
        int journalSegmentBytes,
        long journalMaxBytes,
        FlushPolicy flushPolicy,
        long diskReserveBytes,
        int maxCommitBytes,
        long maxInFlightBytes,
        int maxOpenFiles) {
    private static final long MIB = 1024 * 1024;

    public static final LocalConfig DEFAULT =
            new LocalConfig(
                    (int) (64 * MIB),
                    512 * MIB,
                    FlushPolicy.SYNC,
                    256 * MIB,
                    (int) (8 * MIB),
                    64 * MIB,
                    2048);

    public LocalConfig {
        atLeast("journal.segment.bytes", journalSegmentBytes, 16L * CommitFormat.BLOCK);
        atLeast("journal.max.bytes", journalMaxBytes, 2L * journalSegmentBytes);
        atLeast("disk.reserve.bytes", diskReserveBytes, 0);
        atLeast("commit.max.bytes", maxCommitBytes, CommitFormat.BLOCK);
        atLeast("inflight.max.bytes", maxInFlightBytes, CommitFormat.BLOCK);
        atLeast("open.files.max", maxOpenFiles, 4);
        if (journalSegmentBytes % CommitFormat.BLOCK != 0) {
            throw new IllegalArgumentException(
                    "journal.segment.bytes is "
                            + journalSegmentBytes
                            + "; it must be a multiple of "
                            + CommitFormat.BLOCK);
        }
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; it must be at least " + least);
        }
    }
}
