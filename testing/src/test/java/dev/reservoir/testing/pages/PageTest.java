package dev.reservoir.testing.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.testing.pages.Block.Line;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

/** What a page's text means. */
class PageTest {
    private static Page page(String text) {
        return Page.parse(Path.of("page.md"), text.lines().toList());
    }

    @Test
    void whatIsTypedAndWhatIsPrintedAreToldApart() {
        Page page =
                page(
                        """
                        Words.
                        <!-- needs: python3, node -->

                        <!-- terminal: broker, runs on -->
                        ```console
                        $ first \\
                              --option
                        printed
                        > typed
                        >typed too
                        ^D
                        ^C
                        ```
                        """);
        assertThat(page.needs()).containsExactly("python3", "node");
        assertThat(page.blocks()).hasSize(1);
        Block block = page.blocks().getFirst();
        assertThat(block.terminal()).isEqualTo("broker");
        assertThat(block.runsOn()).isTrue();
        assertThat(block.line()).isEqualTo(5);
        assertThat(block.lines())
                .containsExactly(
                        new Line.Command("first \\\n      --option"),
                        new Line.Printed("printed"),
                        new Line.Typed("typed"),
                        new Line.Typed("typed too"),
                        new Line.EndOfInput(),
                        new Line.Interrupt());
    }

    @Test
    void aRemarkIsForTheNextBlockAlone() {
        Page page =
                page(
                        """
                        <!-- exit code: 3 -->
                        ```console
                        $ a
                        ```
                        ```console
                        $ b
                        ```
                        <!-- any order -->
                        Words between.
                        ```console
                        $ c
                        ```
                        """);
        assertThat(page.blocks()).extracting(Block::exitCode).containsExactly(3, 0, 0);
        assertThat(page.blocks()).noneMatch(Block::anyOrder);
    }

    @Test
    void aBlockOfAListIsIndented() {
        Page page =
                page(
                        """
                        - An item:

                          <!-- terminal: other -->
                          ```console
                          $ a
                            b
                          ```
                        """);
        Block block = page.blocks().getFirst();
        assertThat(block.terminal()).isEqualTo("other");
        assertThat(block.lines()).containsExactly(new Line.Command("a"), new Line.Printed("  b"));
    }

    @Test
    void whatIsNotRunSaysWhy() {
        assertThat(page("<!-- not run: it takes an hour -->\n```console\n$ a\n```\n").blocks())
                .isEmpty();
        assertThatThrownBy(() -> page("<!-- not run: -->\n```console\n$ a\n```\n"))
                .hasMessage("page.md:4: docs/STYLE.md does not know the remark not run:");
    }

    @Test
    void mistakesAreNotPassedOver() {
        assertThatThrownBy(() -> page("```\n$ a\n```\n"))
                .hasMessage("page.md:3: a block with commands must begin with ```console");
        assertThatThrownBy(() -> page("<!-- runs one -->\n```console\n$ a\n```\n"))
                .hasMessageContaining("does not know the remark runs one");
        assertThatThrownBy(() -> page("```console\n$ a\n"))
                .hasMessage("page.md:1: this block does not end");
    }
}
