package dev.reservoir.testing.contract;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Transactions over several partitions whose process is killed, or whose power goes, at any change
 * to the disk (docs/DURABILITY.md, rules 3, 6, 10 and 13). One seed again: {@code mvn verify -pl
 * testing -am -Dtest=TransactionsCutTest -Dseed=N}; threads are free to take turns differently, so
 * repeat it.
 */
@Timeout(600)
class TransactionsCutTest {
    @Test
    void whatACrashLeavesIsWhole() throws Exception {
        run(300);
    }

    @Test
    @Tag("long")
    void whatACrashLeavesIsWholeUnderThousandsOfSeeds() throws Exception {
        run(5_000);
    }

    private static void run(int seeds) throws Exception {
        Long only = Long.getLong("seed");
        long first = only == null ? 1 : only;
        long last = only == null ? seeds : only;
        for (long seed = first; seed <= last; seed++) {
            new TransactionsCut(seed).run();
        }
    }
}
