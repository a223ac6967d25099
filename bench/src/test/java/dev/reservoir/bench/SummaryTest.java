package dev.reservoir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class SummaryTest {
    @Test
    void medianOfAnOddAndOfAnEvenNumber() {
        assertThat(Summary.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Summary(2, 1, 3));
        assertThat(Summary.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Summary(2.5, 1, 4));
    }

    @Test
    void showsThreeDigitsAndTheSpread() {
        assertThat(Summary.of(List.of(0.456))).hasToString("0.46");
        assertThat(Summary.of(List.of(9.99, 12.34, 4123.0))).hasToString("12.3 (9.99-4123)");
    }
}
