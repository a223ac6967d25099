package dev.reservoir.coord.group;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The rules of classic groups and offsets, one script each: commands with times in, events and
 * answers out ({@code testdata/*.txt}; a starred event is written to the log). With {@code
 * -Dtest.jvm.args=-Dscripts.update=true} the scripts are written anew, to be read before they are
 * committed.
 */
final class GroupScriptsTest {
    static Stream<Path> scripts() throws IOException, URISyntaxException {
        Path folder =
                Path.of(
                        Objects.requireNonNull(GroupScriptsTest.class.getResource("testdata"))
                                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.sorted().toList();
            return sorted.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void whatComesOutIsWhatTheScriptSays(Path script) throws IOException {
        String expected = Files.readString(script);
        String actual = Script.run(expected);
        if (Boolean.getBoolean("scripts.update")) {
            Path source =
                    Path.of("src/test/resources/dev/reservoir/coord/group/testdata")
                            .resolve(script.getFileName());
            Files.writeString(source, actual);
        } else {
            assertThat(actual).isEqualTo(expected);
        }
    }
}
