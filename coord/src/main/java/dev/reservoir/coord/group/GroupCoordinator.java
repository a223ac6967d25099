package dev.reservoir.coord.group;

import dev.reservoir.coord.runner.PendingReply;
import dev.reservoir.coord.runner.Runner;

import java.util.ArrayList;
import java.util.List;

/** Brings commands to the shard that holds their group. Thread-safe. */
public final class GroupCoordinator {
    private final Runner<GroupState, GroupCommand<?>, GroupEvent> runner;

    public GroupCoordinator(Runner<GroupState, GroupCommand<?>, GroupEvent> runner) {
        this.runner = runner;
    }

    /** Asks about one group. */
    public <R> PendingReply<R> ask(String groupId, GroupCommand<R> command) {
        return ask(shardOf(groupId), command);
    }

    /** Asks one shard. */
    public <R> PendingReply<R> ask(int shard, GroupCommand<R> command) {
        return runner.submit(shard, command, command.resultType());
    }

    /** Asks every shard. */
    public <R> List<PendingReply<R>> askAll(GroupCommand<R> command) {
        List<PendingReply<R>> replies = new ArrayList<>();
        for (int shard = 0; shard < runner.shards(); shard++) {
            replies.add(runner.submit(shard, command, command.resultType()));
        }
        return replies;
    }

    /** Has a group's shard loaded: its first request is likely to follow. */
    public void expect(String groupId) {
        runner.load(shardOf(groupId));
    }

    /** The partition of {@code __consumer_offsets} that holds a group, as Kafka computes it. */
    public int shardOf(String groupId) {
        return runner.shardOf(groupId);
    }
}
