package dev.reservoir.coord.transaction;

import java.util.Comparator;

/** A partition that a transaction writes to. In order of topic and index. */
public record TransactionPartition(String topic, int index)
        implements Comparable<TransactionPartition> {
    private static final Comparator<TransactionPartition> ORDER =
            Comparator.comparing(TransactionPartition::topic)
                    .thenComparingInt(TransactionPartition::index);

    @Override
    public int compareTo(TransactionPartition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return topic + "-" + index;
    }
}
