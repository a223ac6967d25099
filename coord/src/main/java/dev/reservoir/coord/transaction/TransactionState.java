package dev.reservoir.coord.transaction;

import dev.reservoir.coord.runner.Timers;
import dev.reservoir.coord.transaction.TransactionEvent.Changed;
import dev.reservoir.coord.transaction.TransactionEvent.Forgotten;
import dev.reservoir.coord.transaction.TransactionEvent.HandedOver;
import dev.reservoir.coord.transaction.TransactionEvent.MarkersLeft;
import dev.reservoir.coord.transaction.TransactionEvent.Requeued;
import dev.reservoir.coord.transaction.TransactionEvent.TimerCleared;
import dev.reservoir.coord.transaction.TransactionEvent.TimerSet;
import dev.reservoir.coord.transaction.TransactionEvent.WaitOver;
import dev.reservoir.coord.transaction.TransactionEvent.Waits;
import dev.reservoir.coord.transaction.TransactionEvent.WriterWaits;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * What one partition of {@code __transaction_state} holds, and what of it this process is about.
 * {@link #apply} is its only writer. Not thread-safe.
 */
public final class TransactionState {
    /** The ticket of nobody. */
    static final long NOBODY = 0;

    private final Map<String, Transaction> transactions = new HashMap<>();

    /** Prepared transactions that nobody writes markers for, in order. */
    private final Set<String> unwritten = new LinkedHashSet<>();

    /** Prepared transactions that somebody writes markers for and has not told of yet. */
    private final Set<String> handedOver = new LinkedHashSet<>();

    /** Partitions of prepared transactions where markers are still due, where that is not all. */
    private final Map<String, SortedSet<TransactionPartition>> left = new HashMap<>();

    /** Commands that wait for a transaction to end; one an id. */
    private final Map<String, Waits> waiting = new HashMap<>();

    private final Timers<TransactionTimer> timers = new Timers<>();
    private long writer = NOBODY;

    void apply(TransactionEvent event) {
        switch (event) {
            case Changed(Transaction transaction) -> change(transaction);
            case Forgotten(String id) -> transactions.remove(id);
            case Waits waits -> waiting.put(waits.transactionalId(), waits);
            case WaitOver(String id) -> waiting.remove(id);
            case WriterWaits(long ticket) -> writer = ticket;
            case HandedOver(Set<String> ids) -> {
                unwritten.removeAll(ids);
                handedOver.addAll(ids);
                writer = NOBODY;
            }
            case MarkersLeft(String id, SortedSet<TransactionPartition> partitions) -> {
                handedOver.remove(id);
                left.put(id, partitions);
            }
            case Requeued(String id) -> {
                handedOver.remove(id);
                unwritten.add(id);
            }
            case TimerSet(TransactionTimer key, long at) -> timers.set(key, at);
            case TimerCleared(TransactionTimer key) -> timers.clear(key);
        }
    }

    private void change(Transaction transaction) {
        transactions.put(transaction.id(), transaction);
        if (transaction.status().isPrepared()) {
            unwritten.add(transaction.id());
        } else {
            unwritten.remove(transaction.id());
            handedOver.remove(transaction.id());
            left.remove(transaction.id());
        }
    }

    @Nullable Transaction transaction(String id) {
        return transactions.get(id);
    }

    Collection<Transaction> transactions() {
        return Collections.unmodifiableCollection(transactions.values());
    }

    Set<String> unwritten() {
        return Collections.unmodifiableSet(unwritten);
    }

    Set<String> handedOver() {
        return Collections.unmodifiableSet(handedOver);
    }

    /** A prepared transaction, as who writes its markers is told of it. */
    Prepared prepared(Transaction transaction) {
        return new Prepared(
                transaction.id(),
                transaction.producer(),
                transaction.status().isCommit(),
                left.getOrDefault(transaction.id(), transaction.partitions()));
    }

    /** Who waits for a transaction to end; null when nobody does. */
    @Nullable Waits waiting(String id) {
        return waiting.get(id);
    }

    /** The ticket of who writes markers and has none to write; {@link #NOBODY} otherwise. */
    long writer() {
        return writer;
    }

    Timers<TransactionTimer> timers() {
        return timers;
    }
}
