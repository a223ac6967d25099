package dev.reservoir.testing.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation must notice when storage breaks a promise: with each flaw, some seed fails. */
class FlawsAreFoundTest {
    private static final long SEEDS = 100;
    private static final long ROUGH_MS = 1_500;

    @ParameterizedTest
    @EnumSource
    void aFlawBreaksAPromiseUnderSomeSeed(Flaw flaw) throws Exception {
        long seed = 1;
        while (seed <= SEEDS && isKept(seed, flaw)) {
            seed++;
        }

        assertThat(seed).as("the first seed that finds %s", flaw).isLessThanOrEqualTo(SEEDS);
    }

    private static boolean isKept(long seed, Flaw flaw) throws Exception {
        try {
            new Simulation(seed, flaw::over, new Trace(_ -> {})).run(ROUGH_MS);
            return true;
        } catch (AssertionError e) {
            System.out.printf("%s is found by seed %d: %s%n", flaw, seed, e.getMessage());
            return false;
        }
    }
}
