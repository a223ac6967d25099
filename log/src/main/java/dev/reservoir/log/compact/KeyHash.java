package dev.reservoir.log.compact;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * 128 bits by which a pass knows a key: SipHash-2-4 with 128 bits of output (Aumasson and
 * Bernstein), under a key of the process's own, so that nobody can choose two record keys that
 * meet. Two of n keys meet by chance with a probability of n^2 / 2^129: for ten million keys one in
 * 10^25. The result is left in fields, so that hashing makes no object. Used by one thread.
 */
final class KeyHash {
    private final long key0;
    private final long key1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long high;
    private long low;

    KeyHash(RandomGenerator random) {
        this(random.nextLong(), random.nextLong());
    }

    KeyHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** The second half of the last hash. */
    long high() {
        return high;
    }

    /** The first half of the last hash. */
    long low() {
        return low;
    }

    /**
     * Hashes bytes.
     *
     * @param at an absolute index of a big-endian buffer
     */
    void of(ByteBuffer bytes, int at, int length) {
        v0 = key0 ^ 0x736f6d6570736575L;
        v1 = key1 ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = key0 ^ 0x6c7967656e657261L;
        v3 = key1 ^ 0x7465646279746573L;
        int end = at + length;
        int i = at;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            absorb(Long.reverseBytes(bytes.getLong(i)));
        }
        long last = (long) length << 56;
        for (int shift = 0; i < end; i++, shift += Byte.SIZE) {
            last |= (bytes.get(i) & 0xFFL) << shift;
        }
        absorb(last);
        v2 ^= 0xee;
        rounds(4);
        low = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        rounds(4);
        high = v0 ^ v1 ^ v2 ^ v3;
    }

    private void absorb(long word) {
        v3 ^= word;
        rounds(2);
        v0 ^= word;
    }

    private void rounds(int count) {
        long a = v0;
        long b = v1;
        long c = v2;
        long d = v3;
        for (int i = 0; i < count; i++) {
            a += b;
            b = Long.rotateLeft(b, 13) ^ a;
            a = Long.rotateLeft(a, 32);
            c += d;
            d = Long.rotateLeft(d, 16) ^ c;
            a += d;
            d = Long.rotateLeft(d, 21) ^ a;
            c += b;
            b = Long.rotateLeft(b, 17) ^ c;
            c = Long.rotateLeft(c, 32);
        }
        v0 = a;
        v1 = b;
        v2 = c;
        v3 = d;
    }
}
