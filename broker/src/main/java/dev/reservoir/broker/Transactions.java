package dev.reservoir.broker;

import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.broker.transaction.Endings;
import dev.reservoir.broker.transaction.Markers;
import dev.reservoir.coord.runner.Runner;
import dev.reservoir.coord.runner.RunnerClock;
import dev.reservoir.coord.runner.RunnerConfig;
import dev.reservoir.coord.transaction.TransactionCommand;
import dev.reservoir.coord.transaction.TransactionConfig;
import dev.reservoir.coord.transaction.TransactionCoordinator;
import dev.reservoir.coord.transaction.TransactionEvent;
import dev.reservoir.coord.transaction.TransactionMachine;
import dev.reservoir.coord.transaction.TransactionState;
import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.TopicNames;
import dev.reservoir.meta.config.BrokerConfig;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;

/**
 * The transaction coordinator, set up from the broker's configuration over the partitions of {@code
 * __transaction_state}.
 */
final class Transactions {
    private final Runner<TransactionState, TransactionCommand<?>, TransactionEvent> runner;

    /**
     * @param topic {@code __transaction_state} as it is, null when it is yet to be made with {@code
     *     transaction.state.log.num.partitions} partitions
     * @param loadingThreads where shards are loaded
     */
    Transactions(
            BrokerConfig config,
            @Nullable TopicImage topic,
            Partitions partitions,
            RunnerClock clock,
            Executor loadingThreads) {
        runner =
                new Runner<>(
                        new TransactionMachine(transactionConfig(config)),
                        topic == null
                                ? config.transactionTopicPartitions()
                                : topic.partitionCount(),
                        new TopicShards(partitions, TopicNames.TRANSACTION_STATE),
                        loadingThreads,
                        clock,
                        RunnerConfig.DEFAULT);
    }

    Runner<TransactionState, TransactionCommand<?>, TransactionEvent> runner() {
        return runner;
    }

    TransactionCoordinator coordinator() {
        return new TransactionCoordinator(runner);
    }

    Endings endings(Markers markers, int coordinatorEpoch) {
        return new Endings(coordinator(), markers, coordinatorEpoch);
    }

    private static TransactionConfig transactionConfig(BrokerConfig config) {
        TransactionConfig defaults = TransactionConfig.DEFAULT;
        return new TransactionConfig(
                config.transactionMaxTimeoutMs(),
                defaults.waitMs(),
                defaults.retryMs(),
                config.transactionalIdExpirationMs(),
                config.transactionCleanupIntervalMs());
    }
}
