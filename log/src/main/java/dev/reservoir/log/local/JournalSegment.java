package dev.reservoir.log.local;

import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.disk.DiskFile;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A file of the journal: a header block, then commits. Its number is its name for good; its
 * generation says which turn of use it is in. The fields that change belong to whoever holds it:
 * the pool, then the journal.
 */
final class JournalSegment {
    static final String SUFFIX = ".journal";

    /** Ends the name of an empty file beside a segment that must not be used again. */
    static final String MARKER_SUFFIX = ".keep";

    /** Ends the name of a segment that is not part of the journal any more, and is kept. */
    static final String ASIDE_SUFFIX = ".aside";

    private static final Logger LOG = LoggerFactory.getLogger(JournalSegment.class);

    private static final int MAGIC = 0x52_53_56_4A;
    private static final int FORMAT_VERSION = 1;
    private static final int CHECKSUM_AT = 60;

    final int id;
    final Path path;
    private final Path directory;

    /** Bytes of the file, header block included. */
    final long capacity;

    /** 0 while it was never used. */
    long generation;

    /** Whether it holds something that is nowhere else, so that it must not be used again. */
    private volatile boolean setAside;

    JournalSegment(Path directory, int id, long capacity) {
        this.id = id;
        this.directory = directory;
        this.path = file(directory, id, SUFFIX);
        this.capacity = capacity;
    }

    boolean isSetAside() {
        return setAside;
    }

    /**
     * Keeps it from being used again, for it holds something that could not be read or applied. A
     * marker says so to the next start, which may read only what lies behind a later checkpoint.
     */
    void setAside(Disk disk) {
        if (setAside) {
            return;
        }
        setAside = true;
        try {
            disk.open(marker()).close();
            disk.syncDirectory(directory);
        } catch (IOException e) {
            LOG.error("{} is kept until the next start only: {}", path, e.toString());
        }
    }

    /** Notes that an earlier process set it aside. */
    void foundMarked() {
        setAside = true;
    }

    /** Gives it a name that is never used again, once no recovery needs it. */
    void putAside(Disk disk) throws IOException {
        disk.rename(path, file(directory, id, ASIDE_SUFFIX));
        disk.delete(marker());
        disk.syncDirectory(directory);
    }

    private Path marker() {
        return file(directory, id, MARKER_SUFFIX);
    }

    private static Path file(Path directory, int id, String suffix) {
        return directory.resolve("%08d".formatted(id) + suffix);
    }

    /** Opens it for use as the given generation: what it held before is blank space from now on. */
    DiskFile activate(Disk disk, long newGeneration, FlushPolicy policy) throws IOException {
        try (DiskFile file = disk.openSynchronous(path)) {
            file.write(new ByteBuffer[] {header(newGeneration)}, 0);
        }
        generation = newGeneration;
        return policy == FlushPolicy.SYNC ? disk.openSynchronous(path) : disk.open(path);
    }

    private static ByteBuffer header(long generation) {
        ByteBuffer header = ByteBuffer.allocate(CommitFormat.BLOCK);
        header.putInt(0, MAGIC).putShort(4, (short) FORMAT_VERSION).putLong(8, generation);
        header.putInt(CHECKSUM_AT, checksum(header));
        return header;
    }

    private static int checksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, CHECKSUM_AT));
        return (int) crc.getValue();
    }

    /**
     * Reads the generation.
     *
     * @return null when the header is blank or damaged
     */
    static @Nullable Long readGeneration(DiskFile file) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(CommitFormat.BLOCK);
        file.read(header, 0);
        if (header.getInt(0) != MAGIC || header.getInt(CHECKSUM_AT) != checksum(header)) {
            return null;
        }
        NewerFormatException.check("journal segment", header.getShort(4), FORMAT_VERSION);
        return header.getLong(8);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
