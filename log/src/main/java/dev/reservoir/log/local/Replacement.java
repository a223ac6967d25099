package dev.reservoir.log.local;

import java.nio.ByteBuffer;

/**
 * A file of compacted batches that takes the place of all segments from one offset to another.
 *
 * @param base of the first segment replaced, and of the new file
 * @param next where the segment behind the last one replaced starts
 * @param nonce makes the new file's name unlike that of any other attempt
 */
record Replacement(long base, long next, long nonce) {
    private static final int BYTES = 24;

    ByteBuffer encode() {
        return ByteBuffer.allocate(BYTES).putLong(base).putLong(next).putLong(nonce).flip();
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
        return new Replacement(bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    /** Name of the new file until it takes its place. */
    String fileName() {
        return SegmentFile.name(base, "." + Long.toHexString(nonce) + ".cleaned");
    }
}
