package dev.reservoir.testing.contract;

class LocalEngineContractTest implements EngineContract {
    private final EngineUnderTest engine = new LocalUnderTest();

    @Override
    public EngineUnderTest engine() {
        return engine;
    }
}
