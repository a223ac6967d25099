package dev.reservoir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

final class NearestTest {
    @ParameterizedTest
    @CsvSource({"kitten,sitting,3", "abc,abc,0", "'',abc,3", "abc,'',3", "topic,tpoic,1", "a,b,1"})
    void countsTypingErrors(String a, String b, int distance) {
        assertThat(Nearest.distance(a, b)).isEqualTo(distance);
    }

    @Test
    void findsNothingWhereNothingIsNear() {
        assertThat(Nearest.of("--zookeeper", List.of("--topic", "--list"))).isEmpty();
        assertThat(Nearest.of("--lits", List.of("--topic", "--list"))).contains("--list");
    }
}
