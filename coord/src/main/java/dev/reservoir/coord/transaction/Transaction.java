package dev.reservoir.coord.transaction;

import dev.reservoir.coord.record.TransactionValue;
import dev.reservoir.coord.runner.Producer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A transactional id and its transaction. Immutable: the machines make the next one out of it.
 *
 * @param partitions that the transaction writes to, or that markers are due in
 */
record Transaction(
        String id,
        ProducerIdentity identity,
        TransactionStatus status,
        SortedSet<TransactionPartition> partitions,
        Times times,
        short clientVersion) {

    /**
     * @param timeoutMs after which the transaction is aborted
     * @param updated when the id was last used, milliseconds since the epoch
     * @param started when the transaction began, likewise; -1 when none has
     */
    record Times(int timeoutMs, long updated, long started) {
        static final long NEVER = -1;

        Times updated(long now) {
            return new Times(timeoutMs, now, started);
        }

        Times started(long now) {
            return new Times(timeoutMs, now, now);
        }
    }

    /** The protocol in which each transaction has an epoch of its own (KIP-890). */
    static final short VERSION_2 = 2;

    Transaction {
        partitions = Collections.unmodifiableSortedSet(new TreeSet<>(partitions));
    }

    /** An id that has a producer and no transaction. */
    static Transaction empty(String id, ProducerIdentity identity, int timeoutMs, long now) {
        return new Transaction(
                id,
                identity,
                TransactionStatus.EMPTY,
                Collections.emptySortedSet(),
                new Times(timeoutMs, now, Times.NEVER),
                (short) 0);
    }

    Producer producer() {
        return identity.producer();
    }

    Transaction with(SortedSet<TransactionPartition> more, long now) {
        SortedSet<TransactionPartition> all = new TreeSet<>(partitions);
        all.addAll(more);
        return new Transaction(
                id,
                identity,
                TransactionStatus.ONGOING,
                all,
                status.isIdle() ? times.started(now) : times.updated(now),
                (short) 0);
    }

    /** A transaction that holds nothing begins, only to be ended. */
    Transaction restarted(long now) {
        return new Transaction(
                id,
                identity,
                TransactionStatus.ONGOING,
                Collections.emptySortedSet(),
                times.started(now),
                (short) 0);
    }

    /** The outcome is decided. */
    Transaction prepared(boolean commit, ProducerIdentity next, short version, long now) {
        return new Transaction(
                id,
                next,
                commit ? TransactionStatus.PREPARE_COMMIT : TransactionStatus.PREPARE_ABORT,
                partitions,
                times.updated(now),
                version);
    }

    /** The markers are written. */
    Transaction completed(long now) {
        return new Transaction(
                id,
                identity.completed(),
                status.isCommit()
                        ? TransactionStatus.COMPLETE_COMMIT
                        : TransactionStatus.COMPLETE_ABORT,
                Collections.emptySortedSet(),
                times.updated(now),
                clientVersion);
    }

    TransactionValue toValue() {
        Map<String, List<Integer>> byTopic = new TreeMap<>();
        for (TransactionPartition partition : partitions) {
            byTopic.computeIfAbsent(partition.topic(), _ -> new ArrayList<>())
                    .add(partition.index());
        }
        return new TransactionValue(
                new TransactionValue.Producers(
                        identity.id(), identity.previousId(), identity.nextId(), identity.epoch()),
                status.number(),
                status == TransactionStatus.EMPTY ? null : byTopic,
                new TransactionValue.Times(times.timeoutMs, times.updated, times.started),
                clientVersion);
    }

    static Transaction of(String id, TransactionValue value) {
        SortedSet<TransactionPartition> partitions = new TreeSet<>();
        Map<String, List<Integer>> byTopic = value.partitions();
        if (byTopic != null) {
            byTopic.forEach((topic, indexes) ->
                    indexes.forEach(
                            index -> partitions.add(new TransactionPartition(topic, index))));
        }
        TransactionValue.Producers producer = value.producer();
        TransactionValue.Times times = value.times();
        return new Transaction(
                id,
                new ProducerIdentity(
                        producer.id(),
                        producer.previous(),
                        producer.next(),
                        producer.epoch(),
                        ProducerIdentity.NO_EPOCH),
                TransactionStatus.of(value.status()),
                partitions,
                new Times(times.timeout(), times.updated(), times.started()),
                value.clientVersion());
    }
}
