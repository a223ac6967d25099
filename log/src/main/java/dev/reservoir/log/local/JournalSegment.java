package dev.reservoir.log.local;

import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.disk.DiskFile;

import org.jspecify.annotations.Nullable;

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

    private static final int MAGIC = 0x52_53_56_4A;
    private static final int FORMAT_VERSION = 1;
    private static final int CHECKSUM_AT = 60;

    final int id;
    final Path path;

    /** Bytes of the file, header block included. */
    final long capacity;

    /** 0 while it was never used. */
    long generation;

    /** Whether it holds something that could not be read, so that it must not be used again. */
    boolean setAside;

    JournalSegment(Path directory, int id, long capacity) {
        this.id = id;
        this.path = directory.resolve("%08d".formatted(id) + SUFFIX);
        this.capacity = capacity;
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
