package dev.reservoir.testing.contract;

/** Over the local engine. */
final class LocalTransactionsTest extends PartitionLogTransactionsContract {
    @Override
    LoggedLives begin() throws Exception {
        return LoggedLives.onDisk();
    }
}
