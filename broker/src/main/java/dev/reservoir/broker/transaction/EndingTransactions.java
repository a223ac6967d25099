package dev.reservoir.broker.transaction;

import dev.reservoir.broker.transaction.Markers.Problem;
import dev.reservoir.broker.transaction.Markers.Result;
import dev.reservoir.broker.transaction.Markers.Writing;
import dev.reservoir.coord.runner.PendingReply;
import dev.reservoir.coord.transaction.Prepared;
import dev.reservoir.coord.transaction.TransactionCommand.AwaitPrepared;
import dev.reservoir.coord.transaction.TransactionCommand.PreparedResult;
import dev.reservoir.coord.transaction.TransactionCommand.Written;
import dev.reservoir.coord.transaction.TransactionCoordinator;
import dev.reservoir.coord.transaction.TransactionPartition;
import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Ends the transactions of one shard of the coordinator: asks for those whose outcome is decided
 * and durable, writes their markers, and says so. Used by one thread at a time.
 */
final class EndingTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(EndingTransactions.class);

    private record Ending(Prepared transaction, Writing markers) {}

    private final TransactionCoordinator coordinator;
    private final int shard;
    private final Markers markers;
    private final int coordinatorEpoch;
    private final List<Ending> endings = new ArrayList<>();
    private @Nullable PendingReply<PreparedResult> asked;

    EndingTransactions(
            TransactionCoordinator coordinator, int shard, Markers markers, int coordinatorEpoch) {
        this.coordinator = coordinator;
        this.shard = shard;
        this.markers = markers;
        this.coordinatorEpoch = coordinatorEpoch;
    }

    /** Whether {@link #step} finds something to do without waiting. Never blocks. */
    boolean isReady() {
        return endings.isEmpty()
                ? asked == null || asked.isReady()
                : endings.stream().allMatch(ending -> ending.markers().isReady());
    }

    /**
     * Does the next thing, when its time has come.
     *
     * @return false when the coordinator cannot be asked now
     */
    boolean step() throws InterruptedException {
        if (!endings.isEmpty()) {
            finish();
            return true;
        }
        if (asked == null) {
            asked = coordinator.ask(shard, new AwaitPrepared());
            return true;
        }
        PreparedResult prepared = asked.await();
        asked = null;
        for (Prepared transaction : prepared.transactions()) {
            endings.add(new Ending(transaction, begin(transaction)));
        }
        return prepared.refusal() == null;
    }

    private Writing begin(Prepared transaction) throws InterruptedException {
        return markers.write(
                transaction.producer(),
                new TransactionMarker(transaction.committed(), coordinatorEpoch),
                transaction.partitions());
    }

    private void finish() throws InterruptedException {
        for (Ending ending : endings) {
            Prepared transaction = ending.transaction();
            SortedSet<TransactionPartition> left =
                    ending.markers().await().stream()
                            .filter(result -> isLeft(transaction, result))
                            .map(Result::partition)
                            .collect(Collectors.toCollection(TreeSet::new));
            coordinator.ask(
                    transaction.transactionalId(),
                    new Written(transaction.transactionalId(), transaction.producer(), left));
        }
        endings.clear();
    }

    private static boolean isLeft(Prepared transaction, Result result) {
        Problem problem = result.problem();
        return switch (problem) {
            case null -> false;
            case GONE -> false;
            case UNAVAILABLE -> {
                LOG.warn(
                        "The marker of transaction '{}' cannot be written to {} now; it is tried"
                                + " again",
                        transaction.transactionalId(),
                        result.partition());
                yield true;
            }
            case FENCED, COORDINATOR_FENCED -> {
                LOG.warn(
                        "The marker of transaction '{}' is not written to {}: a younger {} wrote"
                                + " there",
                        transaction.transactionalId(),
                        result.partition(),
                        problem == Problem.FENCED ? "producer" : "coordinator");
                yield false;
            }
        };
    }
}
