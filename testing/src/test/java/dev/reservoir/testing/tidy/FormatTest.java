package dev.reservoir.testing.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

/** Every Java file is as {@code .ci/format} leaves it. */
class FormatTest {
    private final SourceTree sources = SourceTree.ofThisCheckout();
    private final Formatter formatter =
            new Formatter(JavaFormatterOptions.builder().style(Style.AOSP).build());

    @Test
    void everyFileIsFormatted() {
        List<String> unformatted =
                sources.javaFiles().parallelStream()
                        .filter(this::isUnformatted)
                        .map(sources::name)
                        .toList();

        assertThat(unformatted).as("files to format with .ci/format").isEmpty();
    }

    private boolean isUnformatted(Path file) {
        String text = SourceTree.read(file);
        try {
            String tidy =
                    formatter.formatSource(
                            RemoveUnusedImports.removeUnusedImports(
                                    ImportOrderer.reorderImports(text, Style.AOSP)));
            return !tidy.equals(text);
        } catch (FormatterException e) {
            throw new AssertionError(sources.name(file) + ": " + e.getMessage(), e);
        }
    }
}
