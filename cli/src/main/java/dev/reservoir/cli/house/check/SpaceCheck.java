package dev.reservoir.cli.house.check;

import dev.reservoir.cli.house.Sizes;

/** Whether there is room for data. */
final class SpaceCheck implements Check {
    private static final String WHAT = "disk space";

    /**
     * What a broker wants before it takes records: disk.reserve.bytes and journal.segment.bytes.
     */
    static final long LEAST = (256L + 64) << 20;

    /** The journal may take 512 MB (journal.max.bytes); the rest is for records. */
    static final long COMFORTABLE = 2L << 30;

    private final Disk disk;

    SpaceCheck(Disk disk) {
        this.disk = disk;
    }

    @Override
    public Verdict look() {
        String value = Sizes.text(disk.usableBytes()) + " free";
        if (disk.totalBytes() > 0) {
            value += " of " + Sizes.text(disk.totalBytes());
        }
        String mend =
                "Make space, or choose a directory on a larger disk with --data-dir; retention"
                        + " (log.retention.hours, log.retention.bytes) bounds what a topic keeps.";
        if (disk.usableBytes() < LEAST) {
            return new Verdict.Fail(
                    WHAT,
                    value,
                    "A broker takes no records with less than "
                            + Sizes.text(LEAST)
                            + " (disk.reserve.bytes and journal.segment.bytes).",
                    mend);
        }
        if (disk.usableBytes() < COMFORTABLE) {
            return new Verdict.Warn(
                    WHAT,
                    value,
                    "The journal alone takes up to 512 MB (journal.max.bytes); little is left for"
                            + " records.",
                    mend);
        }
        return new Verdict.Ok(WHAT, value);
    }
}
