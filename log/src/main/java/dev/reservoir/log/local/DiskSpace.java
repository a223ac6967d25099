package dev.reservoir.log.local;

import dev.reservoir.log.StorageException;
import dev.reservoir.log.disk.Disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Refuses appends before the disk is full, so that what is in the journal can be applied and what
 * frees space can be written. Asks the disk now and then, and counts in between. Thread-safe.
 */
final class DiskSpace {
    private static final long MAX_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Disk disk;
    private final Path root;
    private final long reserve;
    private final LongSupplier nanoClock;
    private long usable;
    private long taken;
    private long asked;
    private boolean known;

    DiskSpace(Disk disk, Path root, long reserve, LongSupplier nanoClock) {
        this.disk = disk;
        this.root = root;
        this.reserve = reserve;
        this.nanoClock = nanoClock;
    }

    /**
     * Checks that bytes fit.
     *
     * @param unapplied bytes that are on their way already
     * @throws StorageException FULL
     */
    synchronized void check(long bytes, long unapplied) throws StorageException {
        long now = nanoClock.getAsLong();
        boolean tight = usable - taken - unapplied - bytes < 2 * reserve;
        if (!known || now - asked > MAX_AGE_NANOS || tight) {
            ask(now);
        }
        long left = usable - taken - unapplied - reserve;
        if (left < bytes) {
            throw new StorageException(
                    StorageException.Kind.FULL,
                    "the disk of "
                            + root
                            + " is full: "
                            + usable
                            + " bytes are free, "
                            + reserve
                            + " of them are kept in reserve (disk.reserve.bytes), "
                            + unapplied
                            + " wait to be written, "
                            + bytes
                            + " more were asked for. Delete topics or records, shorten retention,"
                            + " or add space");
        }
        taken += bytes;
    }

    private void ask(long now) throws StorageException {
        try {
            usable = disk.usableBytes(root);
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Kind.FULL,
                    "cannot tell how much space is left for " + root + ": " + e.getMessage(),
                    e);
        }
        taken = 0;
        asked = now;
        known = true;
    }
}
