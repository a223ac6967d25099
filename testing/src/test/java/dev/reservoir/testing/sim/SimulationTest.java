package dev.reservoir.testing.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The broker in the simulated world, under many seeds. One seed again: {@code mvn verify -pl
 * testing -am -Dtest=SimulationTest -Dseed=N}.
 */
class SimulationTest {
    private static final long ROUGH_MS = 2_000;

    @Test
    void promisesAreKeptUnderEverySeed() {
        run(60);
    }

    @Test
    @Tag("long")
    void promisesAreKeptUnderThousandsOfSeeds() {
        run(3_000);
    }

    @Test
    void theSameSeedGivesTheSameTrace() throws Exception {
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(hash(seed)).as("seed %d", seed).isEqualTo(hash(seed));
        }
        assertThat(hash(1)).isNotEqualTo(hash(2));
    }

    private static String hash(long seed) throws Exception {
        Simulation simulation = new Simulation(seed);
        simulation.run(ROUGH_MS);
        assertThat(simulation.trace().lines()).isGreaterThan(1_000);
        return simulation.trace().hash();
    }

    private static void run(int seeds) {
        Long only = Long.getLong("seed");
        long first = only == null ? 1 : only;
        long last = only == null ? seeds : only;
        for (long seed = first; seed <= last; seed++) {
            Simulation simulation = new Simulation(seed);
            try {
                simulation.run(ROUGH_MS);
            } catch (Exception | AssertionError e) {
                throw new AssertionError(
                        "-Dseed=%d: %s%n%s"
                                .formatted(
                                        seed,
                                        e,
                                        String.join(
                                                System.lineSeparator(), simulation.trace().tail())),
                        e);
            }
        }
    }
}
