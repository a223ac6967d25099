package dev.reservoir.coord.runner;

import dev.reservoir.log.Offsets;
import dev.reservoir.log.Signal;
import dev.reservoir.log.StorageException;
import dev.reservoir.wire.batch.BatchRecords;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.RecordView;
import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.util.Objects;

/** Folds a shard's log into its state, on a thread that is not the runner's. */
final class Loader<S, C extends Command<?>, E> {
    private static final Logger LOG = LoggerFactory.getLogger(Loader.class);

    /** A shard as its log says it is. */
    record Loaded<S>(S state, ShardLog log) {}

    private final Machine<S, C, E> machine;
    private final ShardLogs logs;

    Loader(Machine<S, C, E> machine, ShardLogs logs) {
        this.machine = machine;
        this.logs = logs;
    }

    /**
     * @return null when there is no such log
     */
    @Nullable Loaded<S> load(int shard) throws StorageException, InterruptedException {
        ShardLog log = logs.open(shard);
        if (log == null) {
            return null;
        }
        awaitSettled(log);
        Offsets offsets = log.offsets();
        S state = machine.empty();
        log.replay(offsets.start(), offsets.end(), batch -> replay(state, batch, offsets.start()));
        LOG.debug("Shard {} was loaded up to offset {}", shard, offsets.end());
        return new Loaded<>(state, log);
    }

    /** What an earlier life of the shard appended is part of its log once it is durable. */
    private static void awaitSettled(ShardLog log) throws StorageException, InterruptedException {
        Signal signal = new Signal();
        for (Offsets now = log.offsets(); now.durable() < now.end(); now = log.offsets()) {
            StorageException failure = log.failure();
            if (failure != null) {
                throw failure;
            }
            log.awaitDurable(now.end() - 1, signal);
            try {
                signal.await(Long.MAX_VALUE);
            } finally {
                log.forget(signal);
            }
        }
    }

    private void replay(S state, BatchView batch, long from) {
        Producer producer =
                batch.isTransactional()
                        ? new Producer(batch.producerId(), batch.producerEpoch())
                        : null;
        if (batch.isControl()) {
            TransactionMarker marker = TransactionMarker.of(batch);
            if (marker != null && producer != null) {
                replay(state, new TransactionEnd(producer, marker));
            }
            return;
        }
        BatchRecords.first(
                batch,
                record -> {
                    if (record.offset() >= from) {
                        replay(state, entry(record, producer));
                    }
                    return false;
                });
    }

    private static LogRecord entry(RecordView record, @Nullable Producer producer) {
        ByteBuffer key = Objects.requireNonNull(record.key(), "a coordinator's record has a key");
        return new LogRecord(key, record.value(), producer);
    }

    private void replay(S state, LogEntry entry) {
        E event = machine.decode(entry);
        if (event != null) {
            machine.apply(state, event);
        }
    }
}
