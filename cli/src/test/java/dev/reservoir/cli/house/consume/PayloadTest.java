package dev.reservoir.cli.house.consume;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.house.consume.Payload.Format;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes as whatever fits. */
final class PayloadTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    hello        | text | hello
                    {"a":1.10}   | json | {"a":1.10}
                    [1, 2]       | json | [1, 2]
                    {"a":1} x    | text | {"a":1} x
                    {broken      | text | {broken
                    12           | text | 12
                    grüße        | text | grüße
                    """)
    void text(String text, String format, String shown) {
        Payload payload = Payload.of(text.getBytes(UTF_8), Format.AUTO);
        assertThat(payload.format()).isEqualTo(format);
        assertThat(payload.shown()).isEqualTo(shown);
    }

    @Test
    void whatATerminalMustNotSeeIsHex() {
        assertThat(Payload.of(new byte[] {0, 1, (byte) 0xff}, Format.AUTO).shown())
                .isEqualTo("0x0001ff");
        assertThat(Payload.of("\u001b[31mred".getBytes(UTF_8), Format.TEXT).format())
                .isEqualTo("hex");
        assertThat(Payload.of(new byte[] {(byte) 0xc3}, Format.AUTO).format()).isEqualTo("hex");
    }

    @Test
    void jsonThatIsAskedForIsIndented() {
        assertThat(Payload.of("{\"a\":[1]}".getBytes(UTF_8), Format.JSON).shown())
                .contains("\"a\" : [ 1 ]")
                .contains("\n");
    }

    @Test
    void numbersOfJsonKeepTheirDigits() {
        Payload payload = Payload.of("{\"a\":100.0,\"b\":1.50}".getBytes(UTF_8), Format.AUTO);
        assertThat(((Payload.Json) payload).plain()).hasToString("{a=100.0, b=1.50}");
    }

    /** What is printed puts it into objects of its own. */
    @Test
    void jsonTooDeepToBePutIntoJsonIsText() {
        String deep = "[".repeat(985) + "]".repeat(985);
        assertThat(Payload.of(deep.getBytes(UTF_8), Format.AUTO).format()).isEqualTo("json");
        for (int depth : new int[] {999, 1000, 1001, 5000}) {
            String deeper = "[".repeat(depth) + "]".repeat(depth);
            assertThat(Payload.of(deeper.getBytes(UTF_8), Format.AUTO).format()).isEqualTo("text");
        }
    }

    @Test
    void nothingIsNull() {
        assertThat(Payload.of(null, Format.AUTO).shown()).isEqualTo("null");
        assertThat(Payload.of(new byte[0], Format.AUTO).shown()).isEmpty();
    }
}
