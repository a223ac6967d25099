package dev.reservoir.testing.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** What a page shows against what was printed; a bar parts the lines. */
class ScreenTest {
    private static Screen screen(String expected, boolean anyOrder) {
        Screen screen = new Screen(anyOrder);
        if (!expected.isEmpty()) {
            List.of(expected.split("\\|")).forEach(screen::expect);
        }
        return screen;
    }

    private static List<String> printed(String text) {
        return Screen.lines(text.replace('|', '\n'), false);
    }

    @ParameterizedTest
    @CsvSource({
        "a|b, a|b",
        "a  b, 'a     b  '",
        "a|b, '|a||b|'",
        "a...d|e, abcd|e",
        "a|...|z, a|b|c|z",
        "a|...|z, a|z",
        "...|z, z",
        "a|..., a",
        "'',''",
        "up in ... ms (100%), up in 12 ms (100%)",
    })
    void isAsShown(String expected, String printed) {
        assertThat(screen(expected, false).differs(printed(printed))).isEmpty();
        assertThat(screen(expected, false).isIn(printed(printed))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a|b, a|c, not printed: b",
        "a|b, b|a, not printed: a",
        "a|b, a, not printed: b",
        "a, a|b, more was printed than the page shows",
        "'', b, more was printed than the page shows",
        "a...d, ab|cd, not printed: a...d",
        "a|...|z, a|b, not printed: z",
        "ab, a, not printed: ab",
        "a, ab, not printed: a",
        "a.c, abc, not printed: a.c",
    })
    void differs(String expected, String printed, String difference) {
        assertThat(screen(expected, false).differs(printed(printed))).contains(difference);
    }

    @Test
    void moreMayFollowWhileItRuns() {
        assertThat(screen("a|b", false).isIn(printed("a|b|c"))).isTrue();
        assertThat(screen("a|b", false).isIn(printed("a|c"))).isFalse();
        assertThat(screen("", false).isIn(printed("a"))).isTrue();
        assertThat(screen("", false).isIn(printed(""))).isTrue();
    }

    @Test
    void anyOrderIsAnyOrderOfTheSameLines() {
        assertThat(screen("a|b|b...", true).differs(printed("b|bc|a"))).isEmpty();
        assertThat(screen("a|b|b", true).differs(printed("b|a|a"))).contains("not printed: b");
        assertThat(screen("a|b", true).differs(printed("b|a|c")))
                .contains("more was printed than the page shows");
        assertThat(screen("a|...", true).differs(printed("b|a|c"))).isEmpty();
    }

    @Test
    void coloursAndPromptsAreNotCompared() {
        assertThat(Screen.lines("\u001b[1mbold\u001b[0m\r\n", false)).containsExactly("bold");
        assertThat(Screen.lines(">> sent 1\n> sent 2\n>>>", true))
                .containsExactly("sent 1", "sent 2");
    }
}
