package dev.reservoir.testing.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Transactions in the simulated world, under many seeds. One seed again: {@code mvn verify -pl
 * testing -am -Dtest=BankTest -Dsurefire.failIfNoSpecifiedTests=false -Dseed=N}.
 */
class BankTest {
    private static final long ROUGH_MS = 4_000;

    @Test
    void noTransferIsSeenInPart() {
        assertThat(run(60)).as("committed transfers").isGreaterThan(60);
    }

    @Test
    @Tag("long")
    void noTransferIsSeenInPartUnderThousandsOfSeeds() {
        assertThat(run(2_000)).isGreaterThan(2_000);
    }

    private static long run(int seeds) {
        Long only = Long.getLong("seed");
        long first = only == null ? 1 : only;
        long last = only == null ? seeds : only;
        long committed = 0;
        for (long seed = first; seed <= last; seed++) {
            committed += run(seed, new Trace(_ -> {}));
        }
        return only == null ? committed : Long.MAX_VALUE;
    }

    private static long run(long seed, Trace trace) {
        try {
            return new BankSimulation(seed, trace).run(ROUGH_MS);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    """
                    seed %d: %s
                    Again: mvn verify -pl testing -am -Dtest=BankTest \
                    -Dsurefire.failIfNoSpecifiedTests=false -Dseed=%d
                    The end of its trace:
                    %s\
                    """
                            .formatted(seed, e, seed, String.join("\n", trace.tail())),
                    e);
        }
    }
}
