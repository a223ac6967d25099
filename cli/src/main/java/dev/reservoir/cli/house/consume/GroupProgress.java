package dev.reservoir.cli.house.consume;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How far a member of a group has read, and what of that is committed: once a second, when a
 * partition goes to another member, and at the end. So nobody reads a record again as long as every
 * member ends or hands over in order. Used by the consumer's thread alone.
 */
final class GroupProgress implements ConsumerRebalanceListener {
    private static final long COMMIT_NS = 1_000_000_000;
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final Consumer<?, ?> consumer;
    private final Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();

    /** Where each partition ended when it was assigned; null while the group shares them out. */
    private @Nullable Map<TopicPartition, Long> ends;

    private long committed = System.nanoTime();

    GroupProgress(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    void read(ConsumerRecord<?, ?> record) {
        read.put(
                new TopicPartition(record.topic(), record.partition()),
                new OffsetAndMetadata(record.offset() + 1));
    }

    void commitIfDue() {
        if (System.nanoTime() - committed > COMMIT_NS) {
            commit();
        }
    }

    private void commit() {
        commit(() -> consumer.commitSync(read));
    }

    /** The last one. When nobody answers, nobody wants to wait, nor to be asked again. */
    void end() {
        try {
            commit(() -> consumer.commitSync(read, GOODBYE));
        } finally {
            read.clear();
        }
    }

    private void commit(Runnable request) {
        committed = System.nanoTime();
        if (read.isEmpty()) {
            return;
        }
        try {
            request.run();
            read.clear();
        } catch (RebalanceInProgressException _) {
            // The next one may: until the partition is revoked it is ours.
        } catch (CommitFailedException _) {
            // The group went on without this member, and others read these records again.
            read.clear();
        }
    }

    /** Whether all is read that was there when the partitions were assigned, which may be none. */
    boolean atEnd() {
        return ends != null
                && ends.entrySet().stream()
                        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        ends = consumer.endOffsets(consumer.assignment());
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        commit();
        onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        read.keySet().removeAll(partitions);
        ends = null;
    }
}
