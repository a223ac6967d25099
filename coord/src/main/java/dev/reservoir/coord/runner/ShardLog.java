package dev.reservoir.coord.runner;

import dev.reservoir.log.BatchReader;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.Signal;
import dev.reservoir.log.StorageException;
import dev.reservoir.wire.batch.BatchView;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** What a runner needs of the partition that holds a shard. Thread-safe. */
public interface ShardLog {
    Offsets offsets();

    /** Why it takes no appends; null while it does. */
    @Nullable StorageException failure();

    /**
     * Appends one batch.
     *
     * @param timeoutMs how long back-pressure may hold the caller
     * @return the offset behind its last record
     * @throws StorageException when nothing was taken
     */
    long append(ByteBuffer batch, long timeoutMs) throws StorageException, InterruptedException;

    /** Shows durable batches in order; a batch is valid during its visit only. */
    void replay(long from, long upTo, Consumer<BatchView> visitor) throws StorageException;

    /** As {@link dev.reservoir.log.PartitionStore#awaitDurable}. */
    void awaitDurable(long offset, Signal signal);

    void forget(Signal signal);

    /** The log of a partition of this broker. */
    static ShardLog of(PartitionLog log) {
        return new ShardLog() {
            @Override
            public Offsets offsets() {
                return log.offsets();
            }

            @Override
            public @Nullable StorageException failure() {
                return log.failure();
            }

            @Override
            public long append(ByteBuffer batch, long timeoutMs)
                    throws StorageException, InterruptedException {
                return log.append(batch, timeoutMs).nextOffset();
            }

            @Override
            public void replay(long from, long upTo, Consumer<BatchView> visitor)
                    throws StorageException {
                BatchReader reader = new BatchReader(log.store(), from, upTo);
                for (BatchView batch = reader.next(); batch != null; batch = reader.next()) {
                    visitor.accept(batch);
                }
            }

            @Override
            public void awaitDurable(long offset, Signal signal) {
                log.awaitDurable(offset, signal);
            }

            @Override
            public void forget(Signal signal) {
                log.forget(signal);
            }
        };
    }
}
