package dev.reservoir.testing.attack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Every error of {@code docs/ERRORS.md} is provoked, and told in the page's words. */
class ErrorsPageTest {
    private static final Map<String, Provocation> PROVOCATIONS = new LinkedHashMap<>();

    private static ClientErrors clients;
    private static CommandErrors commands;

    @BeforeAll
    static void prepare(@TempDir Path directory) throws Exception {
        PROVOCATIONS.putAll(new StartErrors(directory.resolve("start")).all());
        clients = new ClientErrors(directory.resolve("clients"));
        PROVOCATIONS.putAll(clients.all());
        commands = new CommandErrors(directory.resolve("commands"));
        PROVOCATIONS.putAll(commands.all());
    }

    @AfterAll
    static void stop() throws Exception {
        clients.close();
        commands.close();
    }

    static Set<String> errors() throws IOException {
        return ErrorsPage.sentences().keySet();
    }

    @Test
    void thePageHasWhatIsProvokedAndNothingElse() throws Exception {
        assertThat(errors()).containsExactlyInAnyOrderElementsOf(PROVOCATIONS.keySet());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorIsToldAsThePageSays(String error) throws Exception {
        String sentence = Objects.requireNonNull(ErrorsPage.sentences().get(error));
        String told = Objects.requireNonNull(PROVOCATIONS.get(error)).provoke();
        assertThat(told).containsPattern(ErrorsPage.pattern(sentence)).doesNotContain("\tat ");
    }

    /** Makes an error happen and gives what is printed. */
    @FunctionalInterface
    interface Provocation {
        String provoke() throws Exception;
    }
}
