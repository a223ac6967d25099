package dev.reservoir.log.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;

final class KeyOffsetsTest {
    private static final int KEY_AT = 3;

    /** The key of the reference implementation's vectors: the bytes 0 to 15. */
    private static final KeyHash REFERENCE = new KeyHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    private static ByteBuffer key(long number) {
        return ByteBuffer.allocate(KEY_AT + Long.BYTES).putLong(KEY_AT, number);
    }

    private static boolean put(KeyOffsets map, long key, long offset) {
        return map.put(key(key), KEY_AT, Long.BYTES, offset);
    }

    private static long last(KeyOffsets map, long key) {
        return map.last(key(key), KEY_AT, Long.BYTES);
    }

    /** The first, second and last vector of SipHash's authors, for 128 bits. */
    @ParameterizedTest
    @CsvSource({
        "0, a3817f04ba25a8e66df67214c7550293",
        "1, da87c1d86b99af44347659119b22fc45",
        "63, 5150d1772f50834a503e069a973fbd7c"
    })
    void theHashIsSipHash(int length, String expected) {
        ByteBuffer input = ByteBuffer.allocate(KEY_AT + length);
        for (int i = 0; i < length; i++) {
            input.put(KEY_AT + i, (byte) i);
        }
        REFERENCE.of(input, KEY_AT, length);
        ByteBuffer output =
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(REFERENCE.low())
                        .putLong(REFERENCE.high());
        assertThat(HexFormat.of().formatHex(output.array())).isEqualTo(expected);
    }

    @Test
    void anotherProcessHashesAnotherWay() {
        KeyHash one = new KeyHash(new Random(1));
        KeyHash other = new KeyHash(new Random(2));
        one.of(key(5), KEY_AT, Long.BYTES);
        other.of(key(5), KEY_AT, Long.BYTES);
        assertThat(one.high()).isNotEqualTo(other.high());
        assertThat(one.low()).isNotEqualTo(other.low());
    }

    @ParameterizedTest
    @ValueSource(longs = {1_024, 10_000, 400_000, 3_000_000})
    void itIsAMapThatKeepsToItsMemory(long maxBytes) {
        Random random = new Random(maxBytes);
        Map<Long, Long> expected = new HashMap<>();
        try (KeyOffsets map = new KeyOffsets(maxBytes, new KeyHash(random))) {
            assertThat(map.isEmpty()).isTrue();
            boolean full = false;
            for (long offset = 0; !full; offset++) {
                long key = random.nextInt(200_000);
                if (put(map, key, offset)) {
                    expected.put(key, offset);
                } else {
                    full = true;
                    assertThat(expected).doesNotContainKey(key);
                }
                assertThat(map.bytes()).isLessThanOrEqualTo(maxBytes);
            }
            expected.forEach((key, offset) -> assertThat(last(map, key)).isEqualTo(offset));
            assertThat(last(map, -7)).isEqualTo(-1);
            assertThat(map.keys()).isEqualTo(expected.size());
            long known = expected.keySet().iterator().next();
            assertThat(put(map, known, 1L << 50)).as("a key that is there").isTrue();
            assertThat(last(map, known)).isEqualTo(1L << 50);
            assertThat(expected.size() * 80L).as("memory is used").isGreaterThan(maxBytes);
        }
    }

    @Test
    void tooLittleMemoryIsRefused() {
        assertThatThrownBy(() -> new KeyOffsets(1_023, REFERENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1024")
                .hasMessageContaining("1023");
    }
}
