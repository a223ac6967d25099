package dev.reservoir.cli.kafka.transactions;

import dev.reservoir.cli.CommandFailure;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;

/** Who wrote to a partition lately, as its leader or another broker tells. */
final class Producers {
    private Producers() {}

    /**
     * Fails at once where the partition is not there; Kafka's client would keep asking for it.
     *
     * @param brokerId who is asked; null for the leader
     * @param attempt what failed if it does
     */
    static List<ProducerState> of(
            Admin admin, TopicPartition partition, @Nullable Integer brokerId, String attempt) {
        requirePartition(admin, partition, attempt);
        DescribeProducersOptions options = new DescribeProducersOptions();
        if (brokerId != null) {
            options.brokerId(brokerId);
        }
        return Failures.await(
                        admin.describeProducers(List.of(partition), options)
                                .partitionResult(partition),
                        attempt)
                .activeProducers();
    }

    private static void requirePartition(Admin admin, TopicPartition partition, String attempt) {
        Collection<TopicDescription> topics =
                Failures.await(
                                admin.describeTopics(List.of(partition.topic())).allTopicNames(),
                                attempt)
                        .values();
        if (topics.stream()
                .flatMap(each -> each.partitions().stream())
                .noneMatch(each -> each.partition() == partition.partition())) {
            throw new CommandFailure(
                    attempt + ": topic " + partition.topic() + " has no such partition");
        }
    }
}
