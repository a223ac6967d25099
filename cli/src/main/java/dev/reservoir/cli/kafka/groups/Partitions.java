package dev.reservoir.cli.kafka.groups;

import org.apache.kafka.common.TopicPartition;

import java.util.Comparator;

/** The order in which partitions are printed: by topic, then by number. */
final class Partitions {
    static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private Partitions() {}
}
