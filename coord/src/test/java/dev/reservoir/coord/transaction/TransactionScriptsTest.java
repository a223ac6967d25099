package dev.reservoir.coord.transaction;

import dev.reservoir.coord.script.Scripts;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The rules of transactions, one script each; see {@link Scripts}. */
final class TransactionScriptsTest {
    static Stream<Path> scripts() throws IOException, URISyntaxException {
        return Scripts.of(TransactionScriptsTest.class);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void whatComesOutIsWhatTheScriptSays(Path script) throws IOException {
        Scripts.check(TransactionScriptsTest.class, script, text -> new Script().run(text));
    }
}
