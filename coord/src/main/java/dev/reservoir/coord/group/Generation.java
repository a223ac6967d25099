package dev.reservoir.coord.group;

import org.jspecify.annotations.Nullable;

/**
 * What the members agreed on in the last rebalance.
 *
 * @param number counts rebalances
 * @param protocolType such as {@code consumer} or {@code connect}; null for a group that never had
 *     members
 * @param protocol the one most members voted for; null while there are none
 * @param leader the member that assigns; null while there are none
 */
public record Generation(
        int number,
        @Nullable String protocolType,
        @Nullable String protocol,
        @Nullable String leader) {
    static final Generation NONE = new Generation(0, null, null, null);

    /** In answers that carry none. */
    static final Generation UNKNOWN = new Generation(-1, null, null, null);

    Generation ledBy(@Nullable String newLeader) {
        return new Generation(number, protocolType, protocol, newLeader);
    }

    Generation ofType(@Nullable String newType) {
        return new Generation(number, newType, protocol, leader);
    }
}
