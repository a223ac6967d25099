package dev.reservoir.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions in a partition against a model, from seeds; see {@link TransactionalRun}. */
@Timeout(120)
final class TransactionsFromSeedsTest {
    private static final int SEEDS = 12;

    @ParameterizedTest
    @ValueSource(longs = {100, 200, 300, 400})
    void inMemory(long first) throws Exception {
        for (long seed = first; seed < first + SEEDS; seed++) {
            try (LoggedLives lives = LoggedLives.inMemory(seed)) {
                assertThat(new TransactionalRun(seed, lives).run(250)).isPositive();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void onDisk(long seed) throws Exception {
        try (LoggedLives lives = LoggedLives.onDisk()) {
            assertThat(new TransactionalRun(seed, lives).run(250)).isPositive();
        }
    }
}
