package dev.reservoir.testing.attack;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Spoils requests: bits, lengths, cuts and pieces of others. */
final class Mutator {
    /** The header is spoiled more rarely, so that the request reaches its handler. */
    private static final int HEADER_BYTES = 19;

    private static final int[] LENGTHS = {
        -2, -1, 0, 1, 2, 127, 128, 32_767, 65_535, 1_000_000, Integer.MAX_VALUE, Integer.MIN_VALUE
    };

    private final RandomGenerator random;

    Mutator(RandomGenerator random) {
        this.random = random;
    }

    /** A spoiled copy, now and then spoiled in several ways, and a third of the time not at all. */
    byte[] mutate(byte[] request, byte[] other) {
        byte[] spoiled = request.clone();
        int times = random.nextInt(3) == 0 ? 0 : random.nextInt(6) == 0 ? 4 : 1;
        for (int i = 0; i < times; i++) {
            spoiled = once(spoiled, other);
        }
        return spoiled;
    }

    private byte[] once(byte[] request, byte[] other) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4, 5 -> flipBits(request);
            case 6, 7 -> overwriteInt(request);
            case 8 -> overwriteShort(request);
            case 9 -> Arrays.copyOf(request, random.nextInt(request.length + 1));
            case 10 -> splice(request, other);
            default -> repeat(request);
        };
    }

    private int place(int length) {
        int from = length > HEADER_BYTES && random.nextInt(20) != 0 ? HEADER_BYTES : 0;
        return length == 0 ? 0 : random.nextInt(from, length);
    }

    private byte[] flipBits(byte[] request) {
        for (int i = random.nextInt(1, 4); i > 0 && request.length > 0; i--) {
            request[place(request.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return request;
    }

    private byte[] overwriteInt(byte[] request) {
        int at = Math.min(place(request.length), request.length - Integer.BYTES);
        if (at >= 0) {
            ByteBuffer.wrap(request).putInt(at, LENGTHS[random.nextInt(LENGTHS.length)]);
        }
        return request;
    }

    private byte[] overwriteShort(byte[] request) {
        int at = Math.min(place(request.length), request.length - Short.BYTES);
        if (at >= 0) {
            ByteBuffer.wrap(request).putShort(at, (short) LENGTHS[random.nextInt(LENGTHS.length)]);
        }
        return request;
    }

    private byte[] splice(byte[] request, byte[] other) {
        int at = place(request.length);
        int from = place(other.length);
        int to = random.nextInt(from, other.length + 1);
        return Requests.join(
                Arrays.copyOf(request, at),
                Arrays.copyOfRange(other, from, to),
                Arrays.copyOfRange(request, at, request.length));
    }

    private byte[] repeat(byte[] request) {
        return splice(request, request);
    }
}
