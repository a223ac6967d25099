package dev.reservoir.coord.transaction;

import dev.reservoir.coord.runner.Producer;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A transaction whose outcome is decided: its markers are to be written.
 *
 * @param producer under whose id and epoch
 * @param partitions where they are due
 */
public record Prepared(
        String transactionalId,
        Producer producer,
        boolean committed,
        SortedSet<TransactionPartition> partitions) {
    public Prepared {
        partitions = Collections.unmodifiableSortedSet(new TreeSet<>(partitions));
    }
}
