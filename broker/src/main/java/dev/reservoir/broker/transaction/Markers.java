package dev.reservoir.broker.transaction;

import dev.reservoir.broker.partition.Partition;
import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.coord.group.GroupCommand;
import dev.reservoir.coord.group.GroupCoordinator;
import dev.reservoir.coord.group.GroupError;
import dev.reservoir.coord.runner.PendingReply;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.transaction.TransactionPartition;
import dev.reservoir.log.AppendRefusedException;
import dev.reservoir.log.AppendRefusedException.Reason;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.TransactionEnding;
import dev.reservoir.log.TransactionEnding.Outcome;
import dev.reservoir.meta.TopicNames;
import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the markers of a transaction that has ended, in all its partitions at once. In a partition
 * of {@code __consumer_offsets} the group coordinator writes it, for offsets count from there on.
 * Thread-safe.
 */
public final class Markers {
    /** How long back-pressure may hold a marker. */
    private static final long APPEND_TIMEOUT_MS = 5_000;

    private final Partitions partitions;
    private final GroupCoordinator groups;

    public Markers(Partitions partitions, GroupCoordinator groups) {
        this.partitions = partitions;
        this.groups = groups;
    }

    /** Why a marker was not written. */
    public enum Problem {
        /** There is no such partition. */
        GONE,
        /** A younger producer or coordinator wrote there; the marker is not needed any more. */
        FENCED,
        /** An older coordinator than one that wrote there. */
        COORDINATOR_FENCED,
        /** It cannot be written now. */
        UNAVAILABLE
    }

    /** Begins to write markers; those of data become durable as one. */
    public Writing write(
            Producer producer, TransactionMarker marker, Set<TransactionPartition> targets)
            throws InterruptedException {
        Map<TransactionPartition, PartitionLog> logs = new HashMap<>();
        for (TransactionPartition target : targets) {
            Partition partition = partitions.find(target.topic(), target.index());
            if (partition != null) {
                logs.put(target, partition.log());
            }
        }
        Map<PartitionLog, Outcome> outcomes = append(producer, marker, logs);
        List<Target> begun = new ArrayList<>();
        for (TransactionPartition target : targets) {
            PartitionLog log = logs.get(target);
            Outcome outcome = log == null ? null : outcomes.get(log);
            if (log == null) {
                begun.add(new Target(target, null, null, -1, Problem.GONE));
            } else if (outcome == null) {
                var command = new GroupCommand.EndTransaction(producer, marker);
                begun.add(new Target(target, groups.ask(target.index(), command), null, -1, null));
            } else {
                long next = outcome.nextOffset();
                begun.add(new Target(target, null, next < 0 ? null : log, next, problem(outcome)));
            }
        }
        return new Writing(begun);
    }

    /** Appends them in all partitions but those where the group coordinator does that. */
    private static Map<PartitionLog, Outcome> append(
            Producer producer, TransactionMarker marker, Map<TransactionPartition, PartitionLog> to)
            throws InterruptedException {
        List<PartitionLog> logs =
                to.values().stream()
                        .filter(log -> !log.id().topicName().equals(TopicNames.CONSUMER_OFFSETS))
                        .toList();
        if (logs.isEmpty()) {
            return Map.of();
        }
        var ending = new TransactionEnding(producer.id(), producer.epoch(), marker);
        Map<PartitionLog, Outcome> outcomes = ending.append(logs, APPEND_TIMEOUT_MS);
        logs.getFirst().carryCommit();
        return outcomes;
    }

    private static @Nullable Problem problem(Outcome outcome) {
        AppendRefusedException refused = outcome.refused();
        if (refused == null) {
            return outcome.failed() == null ? null : Problem.UNAVAILABLE;
        }
        return refused.reason() == Reason.TRANSACTION_COORDINATOR_FENCED
                ? Problem.COORDINATOR_FENCED
                : Problem.FENCED;
    }

    /**
     * A marker on its way.
     *
     * @param group the group coordinator's answer, where it writes the marker
     * @param log where it was appended, up to {@code next}
     */
    private record Target(
            TransactionPartition partition,
            @Nullable PendingReply<GroupError> group,
            @Nullable PartitionLog log,
            long next,
            @Nullable Problem problem) {
        /** Whether {@link #await} returns without waiting. Never blocks. */
        boolean isReady() {
            if (group != null) {
                return group.isReady();
            }
            return log == null || log.offsets().durable() >= next || log.failure() != null;
        }

        /** Waits until it is durable or has failed. */
        @Nullable Problem await() throws InterruptedException {
            if (group != null) {
                return problemOf(group.await());
            }
            return log == null || log.awaitDurable(next, APPEND_TIMEOUT_MS)
                    ? problem
                    : Problem.UNAVAILABLE;
        }

        private static @Nullable Problem problemOf(GroupError error) {
            return error == GroupError.NONE ? null : Problem.UNAVAILABLE;
        }
    }

    /** Markers on their way. Used by one thread at a time. */
    public static final class Writing {
        private final List<Target> targets;

        private Writing(List<Target> targets) {
            this.targets = targets;
        }

        /** Whether {@link #await} returns without waiting. Never blocks. */
        public boolean isReady() {
            return targets.stream().allMatch(Target::isReady);
        }

        /** Waits until all are durable or have failed. */
        public List<Result> await() throws InterruptedException {
            List<Result> results = new ArrayList<>();
            for (Target target : targets) {
                results.add(new Result(target.partition(), target.await()));
            }
            return results;
        }
    }

    /**
     * What became of a marker.
     *
     * @param problem null when it was written
     */
    public record Result(TransactionPartition partition, @Nullable Problem problem) {}
}
