package dev.reservoir.bench;

import java.util.List;

/** Everything that is measured, in the order of the table. GB and MB are 10^9 and 10^6 bytes. */
enum Figure {
    START("start to first answered Metadata", "s"),
    IDLE_MEMORY("resident memory, idle", "MB"),
    PRODUCE_ALL_RATE("produce 1 KB, acks=all", "MB/s"),
    PRODUCE_ALL_CPU("... broker CPU, from the first record", "s/GB"),
    PRODUCE_ALL_WARM_CPU("... broker CPU, second half", "s/GB"),
    PRODUCE_ONE_RATE("produce 1 KB, acks=1", "MB/s"),
    PRODUCE_ONE_CPU("... broker CPU, from the first record", "s/GB"),
    PRODUCE_ONE_WARM_CPU("... broker CPU, second half", "s/GB"),
    PRODUCE_LZ4_RATE("produce 100 B, lz4", "MB/s"),
    PRODUCE_LZ4_CPU("... broker CPU, from the first record", "s/GB"),
    PRODUCE_LZ4_WARM_CPU("... broker CPU, second half", "s/GB"),
    CONSUME_RATE("consume 1 KB", "MB/s"),
    CONSUME_CPU("... broker CPU", "s/GB"),
    LATENCY_P50("latency at 5,000 records/s, p50", "ms"),
    LATENCY_P99("... p99", "ms"),
    LATENCY_P999("... p99.9", "ms"),
    LATENCY_CPU("... broker CPU", "% of a core"),
    LOADED_MEMORY("resident memory, after the load", "MB"),
    RESTART_CREATE("many partitions: create them", "s"),
    RESTART_PRODUCE("... kill -9, restart to first accepted produce", "s"),
    RESTART_ALL("... to a produce accepted by every partition", "s"),
    TRANSACTIONS_ONE("transactions, one partition each", "/s"),
    TRANSACTIONS_ONE_CPU("... broker CPU", "ms each"),
    TRANSACTIONS_MANY("transactions, twenty partitions each", "/s"),
    TRANSACTIONS_MANY_CPU("... broker CPU", "ms each"),
    ONE_BY_ONE("idempotent produce, one record a request", "/s"),
    ONE_BY_ONE_CPU("... broker CPU", "us each"),
    GROUPS_COMMIT("many groups: commit offsets", "s"),
    GROUPS_LOAD("... kill -9, restart to all offsets answered", "s"),
    COMPACTION_RATE("compaction", "MB/s"),
    COMPACTION_CPU("... broker CPU, from the topic's change on", "s/GB");

    private final String label;
    private final String unit;

    Figure(String label, String unit) {
        this.label = label;
        this.unit = unit;
    }

    String label() {
        return label;
    }

    String unit() {
        return unit;
    }

    /** What this broker has to reach. */
    List<Bar> bars() {
        return switch (this) {
            case START -> List.of(Bar.atMost(0.8));
            case IDLE_MEMORY -> List.of(Bar.atMost(130));
            case PRODUCE_ALL_RATE, COMPACTION_RATE -> List.of(Bar.ratioAtLeast(1));
            case PRODUCE_ALL_CPU,
                    PRODUCE_ALL_WARM_CPU,
                    PRODUCE_ONE_CPU,
                    PRODUCE_ONE_WARM_CPU,
                    PRODUCE_LZ4_CPU,
                    PRODUCE_LZ4_WARM_CPU ->
                    List.of(Bar.ratioAtMost(0.5), Bar.atMost(2));
            case CONSUME_CPU -> List.of(Bar.atMost(0.4));
            case TRANSACTIONS_ONE, TRANSACTIONS_MANY -> List.of(Bar.ratioAtLeast(1.5));
            case RESTART_PRODUCE -> List.of(Bar.atMost(4.5));
            default -> List.of();
        };
    }
}
