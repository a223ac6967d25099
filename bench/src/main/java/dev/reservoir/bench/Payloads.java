package dev.reservoir.bench;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32C;

/**
 * A pool of values that is made once and sent again and again, so that the load costs the client
 * little. Sizes are spread evenly over a quarter to either side of the mean.
 */
final class Payloads {
    private static final int COUNT = 4096;
    private static final long SEED = 20_250_916;
    private static final String[] WORDS = {
        "order",
        "customer",
        "quantity",
        "currency",
        "EUR",
        "status",
        "shipped",
        "pending",
        "warehouse",
        "sku",
    };

    private final byte[][] values = new byte[COUNT][];
    private final long[] checksums = new long[COUNT];

    private Payloads() {}

    /** Bytes that no codec makes smaller. */
    static Payloads noise(int meanBytes) {
        Payloads payloads = new Payloads();
        Random random = new Random(SEED);
        for (int i = 0; i < COUNT; i++) {
            byte[] value = new byte[size(random, meanBytes)];
            random.nextBytes(value);
            payloads.set(i, value);
        }
        return payloads;
    }

    /** Text that lz4 shrinks about as much as it shrinks JSON. */
    static Payloads text(int meanBytes) {
        Payloads payloads = new Payloads();
        Random random = new Random(SEED);
        for (int i = 0; i < COUNT; i++) {
            int size = size(random, meanBytes);
            StringBuilder text = new StringBuilder("{");
            while (text.length() < size) {
                text.append('"').append(WORDS[random.nextInt(WORDS.length)]).append("\":");
                text.append(random.nextInt(1_000_000)).append(',');
            }
            payloads.set(i, text.substring(0, size).getBytes(StandardCharsets.US_ASCII));
        }
        return payloads;
    }

    /** The value of the n-th record. */
    byte[] value(long n) {
        return values[(int) (n & (COUNT - 1))];
    }

    /** Its CRC-32C; sums of these tell whether what was read is what was sent. */
    long checksum(long n) {
        return checksums[(int) (n & (COUNT - 1))];
    }

    static long checksumOf(byte[] value) {
        CRC32C crc = new CRC32C();
        crc.update(value);
        return crc.getValue();
    }

    private static int size(Random random, int mean) {
        return mean - mean / 4 + random.nextInt(mean / 2 + 1);
    }

    private void set(int i, byte[] value) {
        values[i] = value;
        checksums[i] = checksumOf(value);
    }
}
