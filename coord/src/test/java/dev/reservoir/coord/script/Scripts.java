package dev.reservoir.coord.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The scripts of a package, {@code testdata/*.txt} beside the test that runs them. */
public final class Scripts {
    private Scripts() {}

    public static Stream<Path> of(Class<?> test) throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(test.getResource("testdata")).toURI());
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.sorted().toList();
            return sorted.stream();
        }
    }

    /**
     * What comes out is what the script says. With {@code -Dtest.jvm.args=-Dscripts.update=true} it
     * is written anew instead, to be read before it is committed.
     */
    public static void check(Class<?> test, Path script, UnaryOperator<String> run)
            throws IOException {
        String expected = Files.readString(script);
        String actual = run.apply(expected);
        if (Boolean.getBoolean("scripts.update")) {
            Path sources = Path.of("src/test/resources", test.getPackageName().split("\\."));
            Files.writeString(sources.resolve("testdata").resolve(script.getFileName()), actual);
        } else {
            assertThat(actual).isEqualTo(expected);
        }
    }
}
