package dev.reservoir.cli.kafka.topics;

import dev.reservoir.cli.GivenOptions;

/** Which partitions {@code --describe} shows. */
enum PartitionReport {
    /** Topics with all their partitions. */
    EVERYTHING,
    /** Topics with configs of their own, without partitions. */
    OVERRIDES,
    UNDER_REPLICATED,
    UNAVAILABLE,
    UNDER_MIN_ISR,
    AT_MIN_ISR;

    static PartitionReport of(GivenOptions given) {
        if (given.has("--under-replicated-partitions")) {
            return UNDER_REPLICATED;
        }
        if (given.has("--unavailable-partitions")) {
            return UNAVAILABLE;
        }
        if (given.has("--under-min-isr-partitions")) {
            return UNDER_MIN_ISR;
        }
        if (given.has("--at-min-isr-partitions")) {
            return AT_MIN_ISR;
        }
        return given.has("--topics-with-overrides") ? OVERRIDES : EVERYTHING;
    }
}
