package dev.reservoir.testing.contract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * The sentences of {@link dev.reservoir.log.StorageEngine} and {@link
 * dev.reservoir.log.PartitionStore} as tests, in four parts. A class that implements this one runs
 * them all against its engine.
 */
@Timeout(60)
interface EngineContract extends AppendContract, ReadContract, RemovalContract, RestartContract {
    @BeforeEach
    default void start() throws Exception {
        engine().start();
    }

    @AfterEach
    default void stop() throws Exception {
        engine().close();
    }
}
