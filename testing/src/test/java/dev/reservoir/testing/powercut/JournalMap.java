package dev.reservoir.testing.powercut;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;

/** Where the journal of a data directory has its commits (docs/FORMATS.md), to damage them. */
final class JournalMap {
    private static final int BLOCK = 4096;
    private static final int HEADER_BYTES = 64;
    private static final int ROW_BYTES = 52;
    private static final int HEADER_MAGIC = 0x52_53_56_43;
    private static final int CHECKSUM_AT = 60;
    private static final int NUMBER_AT = 16;

    /** A commit of a segment file. */
    record Commit(Path file, int at, long number, int length, int entries) {
        int payloadAt() {
            return at + HEADER_BYTES + entries * ROW_BYTES;
        }

        int footerAt() {
            return at + length - HEADER_BYTES;
        }
    }

    private final DamageRig rig;

    JournalMap(DamageRig rig) {
        this.rig = rig;
    }

    /** All commits by their numbers. */
    List<Commit> commits() throws IOException {
        List<Commit> commits = new ArrayList<>();
        for (Path file : rig.find(name -> name.endsWith(".journal"))) {
            ByteBuffer bytes = rig.read(file);
            for (int at = BLOCK; at + BLOCK <= bytes.limit(); at += BLOCK) {
                if (bytes.getInt(at) == HEADER_MAGIC) {
                    commits.add(
                            new Commit(
                                    file,
                                    at,
                                    bytes.getLong(at + NUMBER_AT),
                                    bytes.getInt(at + 24),
                                    bytes.getInt(at + 28)));
                }
            }
        }
        commits.sort(Comparator.comparingLong(Commit::number));
        return commits;
    }

    /** Flips a bit of the byte at a place of a file. */
    void flip(Path file, int at) throws IOException {
        ByteBuffer bytes = rig.read(file);
        bytes.put(at, (byte) (bytes.get(at) ^ 0x10));
        rig.write(file, bytes);
    }

    /** Makes a commit unreadable, its second table included. */
    void destroyTables(Commit commit) throws IOException {
        flip(commit.file, commit.at + NUMBER_AT);
        flip(commit.file, commit.footerAt() + NUMBER_AT);
    }

    /** Lets a header say that a newer program wrote it; what else it says stays right. */
    void claimNewerVersion(Path file, int at, int tableBytes) throws IOException {
        ByteBuffer bytes = rig.read(file);
        bytes.putShort(at + 4, (short) 99);
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(at, CHECKSUM_AT));
        crc.update(bytes.slice(at + HEADER_BYTES, tableBytes));
        bytes.putInt(at + CHECKSUM_AT, (int) crc.getValue());
        rig.write(file, bytes);
    }

    static int tableBytes(Commit commit) {
        return commit.entries * ROW_BYTES;
    }
}
