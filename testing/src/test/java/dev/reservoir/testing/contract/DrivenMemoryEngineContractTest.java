package dev.reservoir.testing.contract;

import dev.reservoir.log.memory.MemoryEngine.Pace;

/** The in-memory engine with a thread beside it that makes things durable a little later. */
class DrivenMemoryEngineContractTest implements EngineContract {
    private final EngineUnderTest engine = new MemoryUnderTest(Pace.DRIVEN);

    @Override
    public EngineUnderTest engine() {
        return engine;
    }
}
