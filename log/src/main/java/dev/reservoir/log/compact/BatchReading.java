package dev.reservoir.log.compact;

import dev.reservoir.log.StorageException;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.CorruptBatchException;

import org.jspecify.annotations.Nullable;

/** What compaction does before it believes a batch (docs/DURABILITY.md, rule 19). */
final class BatchReading {
    private BatchReading() {}

    /**
     * Checks a batch before its records are believed.
     *
     * @throws StorageException CORRUPT
     */
    static void verify(BatchView batch) throws StorageException {
        if (!batch.checksumMatches()) {
            throw new StorageException(
                    StorageException.Kind.CORRUPT, stoppedAt(batch, "its checksum does not match"));
        }
    }

    static StorageException corrupt(BatchView batch, CorruptBatchException cause) {
        return new StorageException(
                StorageException.Kind.CORRUPT, stoppedAt(batch, cause.getMessage()), cause);
    }

    private static String stoppedAt(BatchView batch, @Nullable String why) {
        return "Compaction stopped at the batch at offset " + batch.baseOffset() + ": " + why;
    }
}
