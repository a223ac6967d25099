package dev.reservoir.cli.kafka.transactions;

import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** A transaction as a partition knows it. */
record OpenTransaction(TopicPartition partition, ProducerState producer) {

    /** How long nothing was written in it. */
    long silentMs(long now) {
        return now - producer.lastTimestamp();
    }

    /**
     * Those that no coordinator will end.
     *
     * @param ids the transactional id of a producer id, where there is one
     * @param described what the coordinator knows of a transactional id, where it knows it
     */
    static List<OpenTransaction> hanging(
            List<OpenTransaction> open,
            Map<Long, String> ids,
            Map<String, TransactionDescription> described) {
        return open.stream().filter(each -> !each.isAwaited(ids, described)).toList();
    }

    /** Whether the coordinator still has a marker to write to the partition. */
    private boolean isAwaited(
            Map<Long, String> ids, Map<String, TransactionDescription> described) {
        String id = ids.get(producer.producerId());
        @Nullable TransactionDescription transaction = id == null ? null : described.get(id);
        return transaction != null && transaction.topicPartitions().contains(partition);
    }
}
