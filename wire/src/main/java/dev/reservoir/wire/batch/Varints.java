package dev.reservoir.wire.batch;

import java.nio.ByteBuffer;

/**
 * Zig-zag variable-length integers, as the record format uses them (Kafka's protocol guide,
 * "Protocol Primitive Types").
 */
final class Varints {
    private Varints() {}

    static int size(long value) {
        long zigzag = (value << 1) ^ (value >> 63);
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(zigzag) + 6) / 7);
    }

    static void write(ByteBuffer target, long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            target.put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        target.put((byte) rest);
    }
}
