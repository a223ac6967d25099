package dev.reservoir.testing.load;

import dev.reservoir.log.AppendRefusedException;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.TransactionEnding;
import dev.reservoir.log.TransactionEnding.Outcome;

import java.util.List;

/** Ends transactions in one partition. */
public final class Endings {
    private Endings() {}

    /**
     * Writes a marker.
     *
     * @return the offset behind it
     */
    public static long end(PartitionLog log, TransactionEnding ending, long timeoutMs)
            throws AppendRefusedException, StorageException, InterruptedException {
        Outcome outcome = ending.append(List.of(log), timeoutMs).get(log);
        if (outcome == null) {
            throw new AssertionError("no outcome");
        }
        AppendRefusedException refused = outcome.refused();
        if (refused != null) {
            throw refused;
        }
        StorageException failed = outcome.failed();
        if (failed != null) {
            throw failed;
        }
        return outcome.nextOffset();
    }
}
