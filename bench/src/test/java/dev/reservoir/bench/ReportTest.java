package dev.reservoir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportTest {
    private final Results results = new Results();
    private final Report report = new Report(results);

    @Test
    void takesTheRatioRoundByRound() {
        add(Figure.CONSUME_CPU, "reservoir", 1, 4, 9);
        add(Figure.CONSUME_CPU, "kafka", 2, 4, 3);

        assertThat(results.ratio(Figure.CONSUME_CPU, "reservoir", "kafka"))
                .contains(new Summary(1, 0.5, 3));
    }

    @Test
    void saysWhichBarWasMissed() {
        add(Figure.PRODUCE_ALL_CPU, "reservoir", 1.9);
        add(Figure.PRODUCE_ALL_CPU, "kafka", 3);
        add(Figure.START, "reservoir", 0.7);

        assertThat(report.missed()).containsExactly("produce_all_cpu ratio <= 0.5");
        assertThat(report.table().aligned()).contains("1.90", "3.00", "0.63", "NO", "0.70", "yes");
    }

    @Test
    void judgesNoRatioWithoutThePeer() {
        add(Figure.PRODUCE_ALL_CPU, "reservoir", 1.9);

        assertThat(report.missed()).isEmpty();
    }

    @Test
    void judgesNothingWithoutThisBroker() {
        add(Figure.START, "kafka", 4.4);

        assertThat(report.missed()).isEmpty();
        assertThat(report.table().markdown().lines()).hasSize(3);
    }

    private void add(Figure figure, String contender, double... values) {
        for (double value : values) {
            results.add(figure, contender, value);
        }
    }
}
