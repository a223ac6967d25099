package dev.reservoir.broker;

import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.coord.group.GroupCommand;
import dev.reservoir.coord.group.GroupConfig;
import dev.reservoir.coord.group.GroupCoordinator;
import dev.reservoir.coord.group.GroupEvent;
import dev.reservoir.coord.group.GroupMachine;
import dev.reservoir.coord.group.GroupState;
import dev.reservoir.coord.runner.Runner;
import dev.reservoir.coord.runner.RunnerClock;
import dev.reservoir.coord.runner.RunnerConfig;
import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.TopicNames;
import dev.reservoir.meta.config.BrokerConfig;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The group coordinator, set up from the broker's configuration over the partitions of {@code
 * __consumer_offsets}.
 */
final class Groups {
    private final Runner<GroupState, GroupCommand<?>, GroupEvent> runner;

    /**
     * @param offsetsTopic {@code __consumer_offsets} as it is, null when it is yet to be made with
     *     {@code offsets.topic.num.partitions} partitions
     * @param loadingThreads where shards are loaded
     */
    Groups(
            BrokerConfig config,
            @Nullable TopicImage offsetsTopic,
            Partitions partitions,
            RunnerClock clock,
            Executor loadingThreads) {
        runner =
                new Runner<>(
                        new GroupMachine(groupConfig(config)),
                        offsetsTopic == null
                                ? config.offsetsTopicPartitions()
                                : offsetsTopic.partitionCount(),
                        new TopicShards(partitions, TopicNames.CONSUMER_OFFSETS),
                        loadingThreads,
                        clock,
                        runnerConfig(config));
    }

    Runner<GroupState, GroupCommand<?>, GroupEvent> runner() {
        return runner;
    }

    GroupCoordinator coordinator() {
        return new GroupCoordinator(runner);
    }

    private static RunnerConfig runnerConfig(BrokerConfig config) {
        RunnerConfig bounds = RunnerConfig.DEFAULT;
        return new RunnerConfig(
                bounds.queueCapacity(),
                bounds.parkedCapacity(),
                bounds.loadWaitMs(),
                bounds.lotCommands(),
                bounds.lotBytes(),
                config.offsetsCommitTimeoutMs(),
                bounds.reloadBackoffMs());
    }

    private static GroupConfig groupConfig(BrokerConfig config) {
        return new GroupConfig(
                new GroupConfig.SessionBounds(
                        config.groupMinSessionTimeoutMs(), config.groupMaxSessionTimeoutMs()),
                config.groupInitialRebalanceDelayMs(),
                config.groupMaxSize(),
                GroupConfig.DEFAULT.maxRecordBytes(),
                config.offsetMetadataMaxBytes(),
                new GroupConfig.OffsetRetention(
                        TimeUnit.MINUTES.toMillis(config.offsetsRetentionMinutes()),
                        config.offsetsRetentionCheckIntervalMs()));
    }
}
