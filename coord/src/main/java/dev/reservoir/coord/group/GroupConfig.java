package dev.reservoir.coord.group;

import java.util.concurrent.TimeUnit;

/**
 * Limits of the group coordinator, Kafka's keys in brackets.
 *
 * @param session what a member may ask for
 * @param initialRebalanceDelayMs how long an empty group waits for further members ({@code
 *     group.initial.rebalance.delay.ms})
 * @param maxSize members of a group ({@code group.max.size})
 * @param maxRecordBytes largest record of a group's state ({@code max.message.bytes} of the offsets
 *     topic)
 * @param offsetMetadataMaxLength of the note beside a committed offset ({@code
 *     offset.metadata.max.bytes})
 * @param retention of committed offsets
 */
public record GroupConfig(
        SessionBounds session,
        int initialRebalanceDelayMs,
        int maxSize,
        int maxRecordBytes,
        int offsetMetadataMaxLength,
        OffsetRetention retention) {

    /** {@code group.min.session.timeout.ms} and {@code group.max.session.timeout.ms}. */
    public record SessionBounds(int minMs, int maxMs) {
        boolean allow(int sessionMs) {
            return sessionMs >= minMs && sessionMs <= maxMs;
        }
    }

    /**
     * How long offsets of a group without members are kept, and how often that is looked at.
     *
     * @param ms {@code offsets.retention.minutes}, in milliseconds
     * @param checkIntervalMs {@code offsets.retention.check.interval.ms}
     */
    public record OffsetRetention(long ms, long checkIntervalMs) {}

    /** Kafka's defaults. */
    public static final GroupConfig DEFAULT =
            new GroupConfig(
                    new SessionBounds(6_000, 1_800_000),
                    3_000,
                    Integer.MAX_VALUE,
                    1_048_588,
                    4_096,
                    new OffsetRetention(TimeUnit.DAYS.toMillis(7), 600_000));
}
