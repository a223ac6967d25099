package dev.reservoir.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

class OptionsTest {
    @Test
    void threeRoundsOfEverythingByDefaultAndOneWhenQuick() {
        assertThat(parse().rounds()).isEqualTo(3);
        assertThat(parse().workloads()).containsExactlyInAnyOrderElementsOf(Options.WORKLOADS);
        assertThat(parse("--quick").rounds()).isEqualTo(1);
        assertThat(parse("--quick", "--rounds", "2").rounds()).isEqualTo(2);
    }

    @Test
    void takesAChoice() {
        Options options =
                parse("--only", "kafka", "--workloads", "idle,consume", "--out", "page.md");

        assertThat(options.runs("kafka")).isTrue();
        assertThat(options.runs("reservoir")).isFalse();
        assertThat(options.workloads()).containsExactlyInAnyOrder("idle", "consume");
        assertThat(options.out()).isEqualTo(Path.of("page.md"));
    }

    @Test
    void aPageTellsTheCommandWithoutWhereItRan() {
        assertThat(Options.command()).isEqualTo("bench/run");
        assertThat(Options.command("--rounds", "3", "--dir", "/somewhere", "--out", "page.md"))
                .isEqualTo("bench/run --rounds 3 --out page.md");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertRefused("--workloads takes idle", "--workloads", "idle,sleep");
        assertRefused("--only takes reservoir, kafka; not zookeeper", "--only", "zookeeper");
        assertRefused("--rounds takes a number from 1 on, not 0", "--rounds", "0");
        assertRefused("--rounds needs a value", "--rounds");
        assertRefused("no option --fast", "--fast", "1");
        assertRefused("what is fast?", "fast");
    }

    private static void assertRefused(String message, String... arguments) {
        assertThatThrownBy(() -> parse(arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static Options parse(String... arguments) {
        return Options.parse(arguments);
    }
}
