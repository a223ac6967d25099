package dev.reservoir.coord.transaction;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What happened. {@link Changed} and {@link Forgotten} are written to the log; the rest is
 * forgotten with the process.
 */
public sealed interface TransactionEvent {

    /** The transactional id stands so. */
    record Changed(Transaction transaction) implements TransactionEvent {}

    record Forgotten(String transactionalId) implements TransactionEvent {}

    /**
     * A command waits for the transaction to end.
     *
     * @param otherwise its answer when that takes too long
     */
    record Waits(String transactionalId, long ticket, Object otherwise)
            implements TransactionEvent {}

    /** It waits no longer. */
    record WaitOver(String transactionalId) implements TransactionEvent {}

    /** Who writes markers waits for a prepared transaction. */
    record WriterWaits(long ticket) implements TransactionEvent {}

    /** Prepared transactions were handed to who writes their markers. */
    record HandedOver(Set<String> transactionalIds) implements TransactionEvent {
        public HandedOver {
            transactionalIds = Collections.unmodifiableSet(new LinkedHashSet<>(transactionalIds));
        }
    }

    /** Markers of a prepared transaction could not be written in these partitions. */
    record MarkersLeft(String transactionalId, SortedSet<TransactionPartition> partitions)
            implements TransactionEvent {
        public MarkersLeft {
            partitions = Collections.unmodifiableSortedSet(new TreeSet<>(partitions));
        }
    }

    /** Its markers are to be tried again. */
    record Requeued(String transactionalId) implements TransactionEvent {}

    /**
     * @param atTick when it fires, also when it was set before
     */
    record TimerSet(TransactionTimer key, long atTick) implements TransactionEvent {}

    record TimerCleared(TransactionTimer key) implements TransactionEvent {}
}
