package dev.reservoir.cli.house.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class LatenciesTest {
    @Test
    void percentilesAreNear() {
        Latencies latencies = new Latencies();
        for (int i = 1; i <= 10_000; i++) {
            latencies.add(i * 1_000L);
        }
        Percentage bucket = Percentage.withPercentage(4);
        assertThat(latencies.percentileMs(0.5)).isCloseTo(5, bucket);
        assertThat(latencies.percentileMs(0.99)).isCloseTo(9.9, bucket);
        assertThat(latencies.percentileMs(1)).isCloseTo(10, bucket);
    }

    @Test
    void anyTimeHasABucket() {
        Latencies latencies = new Latencies();
        latencies.add(-1);
        latencies.add(0);
        latencies.add(15);
        latencies.add(16);
        latencies.add(Long.MAX_VALUE);
        assertThat(latencies.percentileMs(0.2)).isZero();
        assertThat(latencies.percentileMs(1)).isGreaterThan(1e11);
    }

    @Test
    void nothingCountedIsNothing() {
        assertThat(new Latencies().percentileMs(0.5)).isZero();
    }
}
