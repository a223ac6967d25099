package dev.reservoir.log.compact;

import dev.reservoir.log.AbortedTransaction;
import dev.reservoir.wire.batch.BatchView;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows transactions through a log that is read from its start: which batches belong to an
 * aborted one, and whether a marker's transaction still has batches. Used by one thread.
 */
final class TransactionTrace {
    /** Of each producer, in the order of the log. */
    private final Map<Long, List<AbortedTransaction>> aborted;

    /** Producers of which a transactional batch was met behind the last marker. */
    private final Set<Long> open;

    TransactionTrace(List<AbortedTransaction> all) {
        this.aborted = new HashMap<>();
        this.open = new HashSet<>();
        for (AbortedTransaction one : all) {
            aborted.computeIfAbsent(one.producerId(), _ -> new ArrayList<>()).add(one);
        }
    }

    private TransactionTrace(TransactionTrace other) {
        this.aborted = other.aborted;
        this.open = new HashSet<>(other.open);
    }

    /** A trace that goes on from here by itself. */
    TransactionTrace fork() {
        return new TransactionTrace(this);
    }

    /** Whether a batch of records belongs to an aborted transaction. */
    boolean isAborted(BatchView batch) {
        return batch.isTransactional() && transactionAt(batch) != null;
    }

    /** The aborted transaction that a batch of records or a marker belongs to, if it does. */
    @Nullable AbortedTransaction transactionAt(BatchView batch) {
        List<AbortedTransaction> ofProducer = aborted.get(batch.producerId());
        if (ofProducer == null) {
            return null;
        }
        long offset = batch.baseOffset();
        AbortedTransaction wanted = new AbortedTransaction(batch.producerId(), 0, offset);
        int found =
                Collections.binarySearch(
                        ofProducer, wanted, (a, b) -> Long.compare(a.lastOffset(), b.lastOffset()));
        int index = found < 0 ? -found - 1 : found;
        return index < ofProducer.size() && ofProducer.get(index).firstOffset() <= offset
                ? ofProducer.get(index)
                : null;
    }

    /** Notes that a transactional batch of records was met, whatever becomes of it. */
    void met(BatchView batch) {
        if (batch.isTransactional()) {
            open.add(batch.producerId());
        }
    }

    /**
     * A marker was met.
     *
     * @return whether a batch of its transaction was met before it
     */
    boolean end(BatchView marker) {
        return open.remove(marker.producerId());
    }
}
