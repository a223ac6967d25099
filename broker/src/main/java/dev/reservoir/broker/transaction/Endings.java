package dev.reservoir.broker.transaction;

import dev.reservoir.coord.transaction.TransactionCoordinator;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends the transactions of the shards that are in use, each on a thread of its own or, where it was
 * not {@linkplain #start started}, step by step. Thread-safe.
 */
public final class Endings implements AutoCloseable {
    /** Pause after the coordinator could not be asked. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final @Nullable EndingTransactions[] shards;
    private final TransactionCoordinator coordinator;
    private final Markers markers;
    private final int coordinatorEpoch;
    private final List<Thread> threads = new ArrayList<>();
    private boolean started;
    private volatile boolean closed;

    /**
     * @param coordinatorEpoch that markers carry: the broker's own since its start
     */
    public Endings(TransactionCoordinator coordinator, Markers markers, int coordinatorEpoch) {
        this.coordinator = coordinator;
        this.markers = markers;
        this.coordinatorEpoch = coordinatorEpoch;
        this.shards = new EndingTransactions[coordinator.shards()];
    }

    /** Runs each shard that is or comes into use on a thread. Called once. */
    public synchronized void start() {
        started = true;
        for (EndingTransactions shard : shards) {
            if (shard != null) {
                run(shard);
            }
        }
    }

    /** All shards are in use: there may be transactions to end in each. */
    public void useAll() {
        for (int shard = 0; shard < shards.length; shard++) {
            use(shard);
        }
    }

    /** The shard of a transactional id is in use. */
    public void use(String transactionalId) {
        use(coordinator.shardOf(transactionalId));
    }

    private synchronized void use(int shard) {
        if (shards[shard] != null || closed) {
            return;
        }
        EndingTransactions fresh =
                new EndingTransactions(coordinator, shard, markers, coordinatorEpoch);
        shards[shard] = fresh;
        if (started) {
            run(fresh);
        }
    }

    private void run(EndingTransactions shard) {
        threads.add(Thread.ofVirtual().name("transactions").start(() -> end(shard)));
    }

    private void end(EndingTransactions shard) {
        try {
            while (!closed) {
                if (!shard.step()) {
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what can be done without waiting, where there are no threads. */
    public synchronized void step() throws InterruptedException {
        for (EndingTransactions shard : shards) {
            if (shard != null && shard.isReady()) {
                shard.step();
            }
        }
    }

    /** Ends the work; what is not finished is taken up after the next start. */
    @Override
    public synchronized void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }
}
