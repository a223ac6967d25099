package dev.reservoir.testing.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Main;

import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** Every Java file is as {@code .ci/format} leaves it. */
class FormatTest {
    private final SourceTree sources = SourceTree.ofThisCheckout();

    @Test
    void everyFileIsFormatted() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--aosp", "--dry-run"));
        sources.javaFiles().forEach(file -> arguments.add(file.toString()));
        StringWriter unformatted = new StringWriter();
        StringWriter errors = new StringWriter();

        new Main(
                        new PrintWriter(unformatted, true),
                        new PrintWriter(errors, true),
                        InputStream.nullInputStream())
                .format(arguments.toArray(String[]::new));

        assertThat(unformatted.toString() + errors).as("files to format with .ci/format").isEmpty();
    }
}
