package dev.reservoir.log;

import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ends a producer's transaction in several partitions as one: after a crash all markers that were
 * taken are there, or none (DURABILITY rule 3).
 */
public record TransactionEnding(long producerId, short producerEpoch, TransactionMarker marker) {
    /**
     * What became of a marker.
     *
     * @param nextOffset the offset behind it; -1 when it was not taken
     * @param refused when a younger producer or coordinator wrote in the partition
     * @param failed when storage takes nothing
     */
    public record Outcome(
            long nextOffset,
            @Nullable AppendRefusedException refused,
            @Nullable StorageException failed) {}

    /** Whoever holds several partitions takes them in this order. */
    private static final Comparator<PartitionLog> ORDER =
            Comparator.comparing((PartitionLog log) -> log.id().topicId())
                    .thenComparingInt(log -> log.id().index());

    /**
     * Appends a marker to each partition. They become durable as a client's batches do.
     *
     * @param logs partitions of one engine, at least one
     * @param timeoutMs how long back-pressure may hold the caller
     */
    public Map<PartitionLog, Outcome> append(Collection<PartitionLog> logs, long timeoutMs)
            throws InterruptedException {
        List<PartitionLog> ordered = logs.stream().distinct().sorted(ORDER).toList();
        StorageEngine engine = ordered.getFirst().engine;
        int bytes = marker.batch(producerId, producerEpoch, 0).remaining();
        Map<PartitionLog, Outcome> outcomes = new HashMap<>();
        try {
            engine.admit(bytes * ordered.size(), timeoutMs);
        } catch (StorageException e) {
            ordered.forEach(log -> outcomes.put(log, new Outcome(-1, null, e)));
            return outcomes;
        }
        List<Assigned> assigned = new ArrayList<>();
        ordered.forEach(log -> log.lock.lock());
        try {
            ordered.forEach(log -> outcomes.put(log, assign(log, assigned)));
        } finally {
            engine.append(assigned);
            ordered.forEach(log -> log.lock.unlock());
        }
        engine.withdraw(bytes * (ordered.size() - assigned.size()));
        return outcomes;
    }

    private Outcome assign(PartitionLog log, List<Assigned> assigned) {
        try {
            Assigned batch = log.assign(this);
            assigned.add(batch);
            return new Outcome(batch.nextOffset(), null, null);
        } catch (AppendRefusedException e) {
            return new Outcome(-1, e, null);
        } catch (StorageException e) {
            return new Outcome(-1, null, e);
        }
    }
}
