package dev.reservoir.testing.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The tests must notice when a rule of docs/DURABILITY.md is not kept: with the code for each
 * switched off, the suite that attacks it goes red.
 */
class MutantsAreFoundTest {
    private static final String SOURCES = "log/src/main/java/dev/reservoir/log";

    /** Those that take longer to be found. */
    private static final Set<Mutation> SLOW =
            EnumSet.of(
                    Mutation.A_TORN_COMMIT_IS_REPLAYED_IN_PART,
                    Mutation.WRITING_GOES_ON_AFTER_A_FAILED_COMMIT,
                    Mutation.A_NAME_THAT_IS_GONE_IS_NOT_SYNCED,
                    Mutation.THE_NAME_OF_A_COMPACTED_FILE_IS_NOT_SYNCED);

    static Set<Mutation> slow() {
        return SLOW;
    }

    static Set<Mutation> quick() {
        return EnumSet.complementOf(EnumSet.copyOf(SLOW));
    }

    @ParameterizedTest
    @MethodSource("quick")
    void aRuleWithoutItsCodeIsMissed(Mutation mutation) throws Exception {
        assertFound(mutation);
    }

    @ParameterizedTest
    @MethodSource("slow")
    @Tag("long")
    void aRuleWithoutItsCodeIsMissedInTheLongRun(Mutation mutation) throws Exception {
        assertFound(mutation);
    }

    private static void assertFound(Mutation mutation) throws Exception {
        Mutant mutant = Mutant.of(source(mutation.file), mutation.text, mutation.replacement);

        Optional<String> failure = mutation.suite.failure(mutant);

        assertThat(failure)
                .as("%s: %s (rule %d)", mutation, mutation.suite, mutation.rule)
                .isPresent();
        System.out.printf(
                "rule %d, %s: %s%n", mutation.rule, mutation, firstLine(failure.orElseThrow()));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** Loading the classes anew breaks nothing by itself. */
    @Test
    void withoutAChangeNothingFails() throws Exception {
        Mutant same = Mutant.of(source("local/JournalScan.java"), "current = 0;", "current = 0 ;");

        assertThat(Suite.NEWER_META_PROPERTIES.failure(same)).isEmpty();
        assertThat(Suite.CHECKPOINT_FLIPS.failure(same)).isEmpty();
    }

    private static Path source(String file) {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve(SOURCES))) {
            Path parent = at.getParent();
            if (parent == null) {
                throw new IllegalStateException("no sources above the working directory");
            }
            at = parent;
        }
        return at.resolve(SOURCES).resolve(file);
    }
}
