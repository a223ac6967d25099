package dev.reservoir.cli.kafka.topics;

import dev.reservoir.cli.GivenOptions;

import java.util.EnumSet;
import java.util.Set;

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

    /** What is asked for: several kinds of partitions show those that are of any of them. */
    static Set<PartitionReport> of(GivenOptions given) {
        Set<PartitionReport> reports = EnumSet.noneOf(PartitionReport.class);
        add(reports, UNDER_REPLICATED, given.has("--under-replicated-partitions"));
        add(reports, UNAVAILABLE, given.has("--unavailable-partitions"));
        add(reports, UNDER_MIN_ISR, given.has("--under-min-isr-partitions"));
        add(reports, AT_MIN_ISR, given.has("--at-min-isr-partitions"));
        add(reports, OVERRIDES, given.has("--topics-with-overrides"));
        add(reports, EVERYTHING, reports.isEmpty());
        return reports;
    }

    private static void add(Set<PartitionReport> reports, PartitionReport report, boolean asked) {
        if (asked) {
            reports.add(report);
        }
    }
}
