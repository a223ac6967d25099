package dev.reservoir.testing.bin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.testing.bin.Checkout.Ended;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the programs of {@code bin/} do before Java runs: find it, build, prepare a fast start. */
class LaunchTest {
    @TempDir Path directory;
    private Checkout checkout;

    @BeforeEach
    void checkOut() throws IOException {
        checkout = new Checkout(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "reservoir,--version",
        "reservoir,-V",
        "reservoir,--help",
        "reservoir,help",
        "kafka-topics,--help",
        "kafka-topics.sh,--version",
        "kafka-console-consumer,-h"
    })
    void aQuestionIsAnsweredWithNothingElse(String program, String question) throws Exception {
        Ended ended = checkout.run(program, question);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        assertThat(ended.out().lines()).hasSize(1);
        assertThat(ended.out().strip()).startsWith("java ").endsWith(question);
        assertThat(checkout.rehearsals()).isZero();
    }

    @Test
    void theFirstStartShowsWhatItDoesAndTheSecondIsSilent() throws Exception {
        Ended first = checkout.run("reservoir", "start");
        assertThat(first.err().lines())
                .containsExactly(
                        "Building Reservoir (broker), once; this can take a minute or two ...",
                        "  wire",
                        "Preparing a fast start, once ...");
        assertThat(first.out()).contains("-XX:AOTCache=").endsWith(" start\n");
        Ended second = checkout.run("reservoir", "start");
        assertThat(second.err()).isEmpty();
        // The first one's build is no part of the time that the broker takes to be up.
        assertThat(first.out()).containsPattern(" -Dreservoir.begun=\\d{13} ");
        assertThat(second.out()).isEqualTo(first.out().replaceFirst(" -Dreservoir.begun=\\d+", ""));
        assertThat(checkout.rehearsals()).isEqualTo(1);
    }

    @Test
    void aLinkFromElsewhereWorks() throws Exception {
        Path link = directory.resolve("kt");
        Files.createSymbolicLink(link, checkout.root().resolve("bin/kafka-topics.sh"));
        Ended ended = checkout.run(Map.of(), link, "--list", "two words");
        assertThat(ended.out()).endsWith("dev.reservoir.cli.Main kafka-topics --list two words\n");
        assertThat(ended.code()).isZero();
    }

    /** What is none of UTF-8 is somebody's choice, but for C, which is nobody's. */
    @ParameterizedTest
    @CsvSource({
        "reservoir,C,C.UTF-8",
        "reservoir,POSIX,C.UTF-8",
        "reservoir,de_DE.ISO-8859-1,de_DE.ISO-8859-1",
        "reservoir,en_US.UTF-8,en_US.UTF-8",
        "kafka-topics,C,C"
    })
    void aWordTakesLettersBeyondAsciiInTheLocaleC(String program, String given, String used)
            throws Exception {
        Map<String, String> environment = Map.of("LC_ALL", given, "SHOW_LOCALE", "yes");
        Path script = checkout.root().resolve("bin").resolve(program);
        assertThat(checkout.run(environment, script, "status").out())
                .startsWith("locale " + used + "\n");
    }

    @ParameterizedTest
    @CsvSource({"fails,60", "hangs,1"})
    void aStartDoesWithoutTheRehearsal(String outcome, String seconds) throws Exception {
        Map<String, String> environment =
                Map.of("REHEARSAL", outcome, "RESERVOIR_REHEARSAL_SECONDS", seconds);
        Path reservoir = checkout.root().resolve("bin/reservoir");
        Ended first = checkout.run(environment, reservoir, "start");
        assertThat(first.err()).contains("That failed, so starts take longer; why is in ");
        assertThat(first.out()).doesNotContain("-XX:AOTCache").endsWith(" start\n");
        assertThat(first.code()).isZero();

        Ended second = checkout.run(environment, reservoir, "start");
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).endsWith(" start\n");
        assertThat(checkout.rehearsals()).isEqualTo(1);
    }

    @Test
    void withoutMavenOneSentenceSaysSo() throws Exception {
        checkout.removeMaven();
        Ended ended = checkout.run("reservoir", "start");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines()).hasSize(1);
        assertThat(ended.err())
                .contains("is not built yet, and Maven", "install Maven 3.8 or later");
    }

    @Test
    void whereNothingCanBeBuiltOneSentenceSaysSo() throws Exception {
        Files.createFile(checkout.root().resolve("target"));
        Ended ended = checkout.run("reservoir", "start");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines()).hasSize(1);
        assertThat(ended.err()).contains("/target cannot be written: have its owner run this");
    }

    /** As a service of the system is started. */
    @Test
    void aHomeDirectoryIsNotNeeded() throws Exception {
        String reservoir = checkout.root().resolve("bin/reservoir").toString();
        Ended ended =
                checkout.run(
                        Map.of(), Path.of("/usr/bin/env"), "-u", "HOME", reservoir, "--version");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out().strip()).startsWith("java ").endsWith("--version");
    }

    @Test
    void aBuildThatFailsIsTold() throws Exception {
        Path reservoir = checkout.root().resolve("bin/reservoir");
        Ended ended = checkout.run(Map.of("BUILD", "fails"), reservoir, "--version");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("The build failed", "[ERROR] broken");
    }
}
