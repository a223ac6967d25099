package dev.reservoir.testing.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.StorageException;
import dev.reservoir.log.local.LocalEngine;
import dev.reservoir.testing.disk.CrashDisk;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.concurrent.atomic.AtomicBoolean;

/** The power-cut test must notice when a rule is not kept: with each switched off, a seed fails. */
class RulesMatterTest {
    private static final int SEEDS = 400;

    @ParameterizedTest
    @EnumSource
    void aRuleSwitchedOffLosesSomethingUnderSomeSeed(Rule rule) throws InterruptedException {
        assertThat(failsUnderSomeSeed(rule)).as("%s under %d seeds", rule, SEEDS).isTrue();
    }

    private static boolean failsUnderSomeSeed(Rule rule) throws InterruptedException {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                OneSeed.run(seed, disk -> start(rule, disk));
            } catch (AssertionError e) {
                return true;
            }
        }
        return false;
    }

    private static LocalEngine start(Rule rule, CrashDisk disk) throws StorageException {
        AtomicBoolean starting = new AtomicBoolean(true);
        try {
            return PowerCutTest.engine(rule.disk(disk, starting::get));
        } finally {
            starting.set(false);
        }
    }
}
