package dev.reservoir.broker.api;

import dev.reservoir.broker.partition.Partition;
import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.coord.runner.PendingReply;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.transaction.TransactionCommand.AddPartitions;
import dev.reservoir.coord.transaction.TransactionCommand.Verify;
import dev.reservoir.coord.transaction.TransactionCommand.VerifyResult;
import dev.reservoir.coord.transaction.TransactionCoordinator;
import dev.reservoir.coord.transaction.TransactionError;
import dev.reservoir.coord.transaction.TransactionPartition;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.CorruptBatchException;

import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Whether the partitions that one produce request writes to are part of its transaction: its
 * coordinator is asked where the partition has not heard of the transaction yet (KIP-890). Used by
 * one thread.
 */
final class Membership {
    private static final short ADDS_PARTITIONS_SINCE = 12;
    private static final short ABORTABLE_SINCE = 11;

    /** How often it is asked again because a transaction ended meanwhile. */
    private static final int MOST_TRIES = 5;

    /**
     * What holds for one partition.
     *
     * @param guard to append with
     */
    record Verdict(Errors error, String message, long guard) {
        static Verdict of(Errors error, String message) {
            return new Verdict(error, message, PartitionLog.UNVERIFIED);
        }
    }

    static final Verdict NO_TRANSACTION = Verdict.of(Errors.NONE, "");

    private record Asked(TransactionPartition partition, PartitionLog log, long guard) {}

    private final TransactionCoordinator coordinator;
    private final String transactionalId;
    private final Producer producer;
    private final short version;
    private final Map<PartitionId, Asked> asked = new HashMap<>();
    private boolean manyProducers;
    private int tries;
    private @Nullable PendingReply<TransactionError> added;
    private @Nullable PendingReply<VerifyResult> verified;
    private VerifyResult result = VerifyResult.OK;

    private Membership(
            TransactionCoordinator coordinator,
            String transactionalId,
            Producer producer,
            short version) {
        this.coordinator = coordinator;
        this.transactionalId = transactionalId;
        this.producer = producer;
        this.version = version;
    }

    /**
     * Asks what must be known before the request's batches are appended. Never blocks.
     *
     * @return null when there is nothing to ask
     */
    static @Nullable Membership ask(
            TransactionCoordinator coordinator,
            Partitions partitions,
            ProduceRequestData request,
            short version) {
        String id = request.transactionalId();
        if (id == null) {
            return null;
        }
        Membership membership = null;
        for (TopicProduceData topic : request.topicData()) {
            for (PartitionProduceData data : topic.partitionData()) {
                Partition partition = ProduceReply.find(partitions, topic, data.index(), version);
                BatchView batch = partition == null ? null : transactional(data);
                if (partition != null && batch != null) {
                    Producer writer = new Producer(batch.producerId(), batch.producerEpoch());
                    if (membership == null) {
                        membership = new Membership(coordinator, id, writer, version);
                    }
                    membership.note(writer, partition.log());
                }
            }
        }
        if (membership != null) {
            membership.submit();
        }
        return membership;
    }

    private static @Nullable BatchView transactional(PartitionProduceData data) {
        if (!(data.records() instanceof MemoryRecords records)) {
            return null;
        }
        try {
            ByteBuffer bytes = records.buffer();
            BatchView batch = BatchView.at(bytes, bytes.position());
            return batch.isTransactional() && batch.hasProducer() ? batch : null;
        } catch (CorruptBatchException e) {
            // The log says what is wrong with it.
            return null;
        }
    }

    private void note(Producer writer, PartitionLog log) {
        manyProducers |= !writer.equals(producer);
        try {
            // The guard is taken first: an end that comes later is noticed.
            long guard = log.guard(writer.id());
            if (!log.isInTransaction(writer.id(), writer.epoch())) {
                asked.put(
                        log.id(),
                        new Asked(
                                new TransactionPartition(log.id().topicName(), log.id().index()),
                                log,
                                guard));
            }
        } catch (StorageException e) {
            // The append fails with the same.
            return;
        }
    }

    private void submit() {
        if (asked.isEmpty() || manyProducers) {
            return;
        }
        tries++;
        TreeSet<TransactionPartition> partitions = new TreeSet<>();
        asked.values().forEach(one -> partitions.add(one.partition()));
        if (version >= ADDS_PARTITIONS_SINCE) {
            added =
                    coordinator.ask(
                            transactionalId,
                            new AddPartitions(transactionalId, producer, partitions));
        } else {
            verified =
                    coordinator.ask(
                            transactionalId, new Verify(transactionalId, producer, partitions));
        }
    }

    /** Whether {@link #await} returns without waiting. Never blocks. */
    boolean isKnown() {
        return isAnswered() && !asksAgain();
    }

    private boolean isAnswered() {
        return (added == null || added.isReady()) && (verified == null || verified.isReady());
    }

    /**
     * Where a marker came while the coordinator was asked, it may have ended this transaction or
     * the one before it: the answer to a question that was put afterwards tells.
     */
    private boolean asksAgain() {
        if (tries >= MOST_TRIES) {
            return false;
        }
        boolean changed = false;
        for (Map.Entry<PartitionId, Asked> entry : asked.entrySet()) {
            Asked one = entry.getValue();
            long guard = guard(one);
            if (guard != one.guard()) {
                entry.setValue(new Asked(one.partition(), one.log(), guard));
                changed = true;
            }
        }
        if (changed) {
            submit();
        }
        return changed;
    }

    private long guard(Asked one) {
        try {
            return one.log().guard(producer.id());
        } catch (StorageException e) {
            // The append fails with the same.
            return one.guard();
        }
    }

    /**
     * Waits for what was asked, until it is durable: a partition must not hold records of a
     * transaction that does not know of it.
     */
    void await() throws InterruptedException {
        do {
            if (added != null) {
                result = VerifyResult.failed(added.await());
            } else if (verified != null) {
                result = verified.await();
            }
        } while (asksAgain());
    }

    /** What holds for a partition; call after {@link #await}. */
    Verdict of(PartitionId id) {
        if (manyProducers) {
            return Verdict.of(
                    Errors.INVALID_PRODUCER_ID_MAPPING,
                    "A produce request holds the batches of one transactional producer; this one"
                            + " has those of several.");
        }
        Asked one = asked.get(id);
        if (one == null) {
            return NO_TRANSACTION;
        }
        if (result.error() != TransactionError.NONE) {
            return refused(result.error());
        }
        if (result.missing().contains(one.partition())) {
            return refused(TransactionError.TRANSACTION_ABORTABLE);
        }
        return new Verdict(Errors.NONE, "", one.guard());
    }

    private Verdict refused(TransactionError error) {
        return switch (error) {
            case COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE ->
                    comeAgain("the transaction coordinator is not ready");
            case CONCURRENT_TRANSACTIONS ->
                    version >= ADDS_PARTITIONS_SINCE
                            ? Verdict.of(
                                    Errors.CONCURRENT_TRANSACTIONS,
                                    "The producer's transaction before this one is still being"
                                            + " ended. Send it again.")
                            : comeAgain("the transaction before this one is still being ended");
            default ->
                    Verdict.of(
                            TransactionErrors.ofWrite(error, version >= ABORTABLE_SINCE),
                            "Producer %d (epoch %d) has no open transaction that this partition is part of: %s."
                                    .formatted(producer.id(), producer.epoch(), error));
        };
    }

    /** An error on which every version of a producer sends the batch again. */
    private static Verdict comeAgain(String why) {
        return Verdict.of(
                Errors.NOT_ENOUGH_REPLICAS,
                "Whether the partition is part of the transaction is not known, for " + why + ".");
    }
}
