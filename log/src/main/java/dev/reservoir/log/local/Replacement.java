package dev.reservoir.log.local;

import java.nio.ByteBuffer;

/**
 * A file of compacted batches that takes the place of all segments from one offset to another.
 *
 * @param base of the first segment replaced, and of the new file
 * @param next where the segment behind the last one replaced starts
 * @param nonce makes the new file's name unlike that of any other attempt
 * @param size bytes of the new file; what is behind them was appended after the swap
 */
record Replacement(long base, long next, long nonce, long size) {
    private static final String SUFFIX = ".cleaned";
    private static final int HEX = 16;
    private static final int BYTES = 32;

    ByteBuffer encode() {
        return ByteBuffer.allocate(BYTES)
                .putLong(base)
                .putLong(next)
                .putLong(nonce)
                .putLong(size)
                .flip();
    }

    /**
     * @throws IllegalArgumentException when the bytes make no sense
     */
    static Replacement decode(ByteBuffer source) {
        if (source.remaining() != BYTES) {
            throw new IllegalArgumentException(
                    "a replacement takes " + BYTES + " bytes, not " + source.remaining());
        }
        ByteBuffer bytes = source.duplicate();
        return new Replacement(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    /** Whether an offset lies in the range. */
    boolean holds(long offset) {
        return offset >= base && offset < next;
    }

    /** Whether it replaced what an earlier replacement had put in place. */
    boolean covers(Replacement earlier) {
        return base <= earlier.base && next >= earlier.next;
    }

    /** Name of the new file until it takes its place. */
    String fileName() {
        return fileName(base, nonce);
    }

    static String fileName(long base, long nonce) {
        return SegmentFile.name(base, "." + Long.toHexString(nonce) + SUFFIX);
    }

    /** The nonce in the name of such a file; -1 when it is another file's name. */
    static long nonceOf(String fileName) {
        int dot = fileName.indexOf('.');
        if (dot < 0 || !fileName.endsWith(SUFFIX) || fileName.length() == dot + SUFFIX.length()) {
            return -1;
        }
        try {
            String hex = fileName.substring(dot + 1, fileName.length() - SUFFIX.length());
            return Long.parseLong(hex, HEX);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
