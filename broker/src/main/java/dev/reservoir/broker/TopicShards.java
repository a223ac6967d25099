package dev.reservoir.broker;

import dev.reservoir.broker.partition.Partition;
import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.coord.runner.ShardLog;
import dev.reservoir.coord.runner.ShardLogs;

import org.jspecify.annotations.Nullable;

/**
 * The partitions of a coordinator's topic as the logs of its shards. There is none until the topic
 * is made, when a client first looks for its coordinator.
 */
record TopicShards(Partitions partitions, String topic) implements ShardLogs {
    @Override
    public @Nullable ShardLog open(int shard) {
        Partition partition = partitions.find(topic, shard);
        return partition == null ? null : ShardLog.of(partition.log());
    }
}
