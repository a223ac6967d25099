package dev.reservoir.log.local;

import dev.reservoir.log.disk.Disk;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Bytes of a commit (docs/FORMATS.md): header, entry table, payloads, zeros, a second table,
 * footer; it starts and ends on a block boundary.
 */
final class CommitFormat {
    /** Commits start and end on multiples of this; a disk tears writes at smaller units. */
    static final int BLOCK = Disk.BLOCK_BYTES;

    /** Bytes of header and of footer. */
    static final int HEADER_BYTES = 64;

    /** Bytes of a row of the entry table. */
    static final int ROW_BYTES = 52;

    static final int FORMAT_VERSION = 1;

    /** Where a header has its generation. */
    static final int GENERATION_AT = 8;

    private static final int HEADER_MAGIC = 0x52_53_56_43;
    private static final int FOOTER_MAGIC = 0x52_53_56_46;
    private static final int CHECKSUM_AT = 60;
    private static final int SEED_BYTES = 16;

    private CommitFormat() {}

    /**
     * What header and footer say.
     *
     * @param seal whether the commit marks a clean stop
     * @param length bytes of the whole commit
     * @param entries rows of the table
     */
    record Header(
            long generation,
            long number,
            FlushPolicy policy,
            boolean seal,
            int length,
            int entries) {
        int tableBytes() {
            return entries * ROW_BYTES;
        }
    }

    /** A direct buffer that starts on a block boundary of memory, as synchronous writes want it. */
    static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes + BLOCK).alignedSlice(BLOCK).limit(bytes).slice();
    }

    /** Bytes that a commit takes. */
    static long length(int entries, long payloadBytes) {
        long bytes = 2L * (HEADER_BYTES + (long) entries * ROW_BYTES) + payloadBytes;
        return (bytes + BLOCK - 1) / BLOCK * BLOCK;
    }

    /**
     * Writes a header or footer at the buffer's position.
     *
     * @param table the entry table, which the checksum covers
     */
    static void put(ByteBuffer target, Header header, boolean footer, ByteBuffer table) {
        int at = target.position();
        target.putInt(footer ? FOOTER_MAGIC : HEADER_MAGIC);
        target.putShort((short) FORMAT_VERSION);
        target.put((byte) header.policy.code());
        target.put((byte) (header.seal ? 1 : 0));
        target.putLong(header.generation);
        target.putLong(header.number);
        target.putInt(header.length);
        target.putInt(header.entries);
        while (target.position() < at + CHECKSUM_AT) {
            target.put((byte) 0);
        }
        target.putInt(checksum(target.slice(at, CHECKSUM_AT), table));
    }

    private static int checksum(ByteBuffer header, ByteBuffer table) {
        CRC32C crc = new CRC32C();
        crc.update(header);
        crc.update(table.duplicate());
        return (int) crc.getValue();
    }

    /**
     * Reads a header or footer; what it says is not verified yet.
     *
     * @return null when there is none of that generation
     * @throws NewerFormatException when a newer program wrote it
     */
    static @Nullable Header get(ByteBuffer source, int at, boolean footer, long generation)
            throws NewerFormatException {
        if (source.getInt(at) != (footer ? FOOTER_MAGIC : HEADER_MAGIC)
                || source.getLong(at + GENERATION_AT) != generation) {
            return null;
        }
        int policy = source.get(at + 6);
        int length = source.getInt(at + 24);
        int entries = source.getInt(at + 28);
        boolean sensible =
                length >= BLOCK
                        && length % BLOCK == 0
                        && entries >= 0
                        && length(entries, 0) <= length
                        && (policy == 0 || policy == 1);
        if (!sensible) {
            return null;
        }
        NewerFormatException.check("journal commit", source.getShort(at + 4), FORMAT_VERSION);
        return new Header(
                generation,
                source.getLong(at + 16),
                policy == 0 ? FlushPolicy.SYNC : FlushPolicy.OS,
                source.get(at + 7) != 0,
                length,
                entries);
    }

    /** Whether a header's or footer's checksum covers these bytes. */
    static boolean matches(ByteBuffer source, int at, ByteBuffer table) {
        return checksum(source.slice(at, CHECKSUM_AT), table) == source.getInt(at + CHECKSUM_AT);
    }

    /** The checksum of an entry's payload, which no other place in the journal shares. */
    static int entryChecksum(long generation, long number, ByteBuffer payload) {
        CRC32C crc = startEntry(generation, number);
        crc.update(payload.duplicate());
        return (int) crc.getValue();
    }

    /** An entry's checksum before its first byte. */
    static CRC32C startEntry(long generation, long number) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(SEED_BYTES).putLong(generation).putLong(number).flip());
        return crc;
    }
}
