package dev.reservoir.testing.contract;

import dev.reservoir.log.memory.MemoryEngine.Pace;

class MemoryEngineContractTest implements EngineContract {
    private final EngineUnderTest engine = new MemoryUnderTest(Pace.AT_ONCE);

    @Override
    public EngineUnderTest engine() {
        return engine;
    }
}
