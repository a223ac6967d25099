package dev.reservoir.testing.contract;

import dev.reservoir.log.StorageEngine;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.log.memory.MemoryEngine.Pace;

import org.jspecify.annotations.Nullable;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** The in-memory engine; a driven one gets a thread that makes steps until the test ends. */
final class MemoryUnderTest extends EngineUnderTest {
    private static final int LIMIT = 100_000;
    private static final long BETWEEN_STEPS_NANOS = 100_000;

    private final Pace pace;
    private volatile @Nullable MemoryEngine memory;
    private volatile boolean ended;
    private @Nullable Thread driver;

    MemoryUnderTest(Pace pace) {
        this.pace = pace;
    }

    private MemoryEngine memory() {
        MemoryEngine present = memory;
        if (present == null) {
            throw new IllegalStateException("not started");
        }
        return present;
    }

    private void drive() {
        while (!ended) {
            memory().step();
            LockSupport.parkNanos(BETWEEN_STEPS_NANOS);
        }
    }

    @Override
    StorageEngine create() {
        MemoryEngine made = new MemoryEngine(new SplittableRandom(17), pace, LIMIT);
        memory = made;
        if (pace == Pace.DRIVEN) {
            driver = Thread.ofPlatform().daemon().start(this::drive);
        }
        return made;
    }

    @Override
    StorageEngine reopened() {
        MemoryEngine next = memory().reopen();
        memory = next;
        return next;
    }

    @Override
    StorageEngine crashed() {
        MemoryEngine next = memory().crash();
        memory = next;
        return next;
    }

    @Override
    void checkpoint() {
        memory().settle();
        memory().checkpoint();
    }

    @Override
    int admissionLimit() {
        return LIMIT;
    }

    @Override
    public void close() throws Exception {
        ended = true;
        if (driver != null) {
            driver.join();
        }
        super.close();
    }
}
