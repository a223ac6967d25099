package dev.reservoir.coord.group;

import dev.reservoir.coord.record.MemberValue;

import java.util.List;

/**
 * @param error GROUP_ID_NOT_FOUND for a group that is not there; the rest then describes a dead one
 * @param state a {@link Phase#title}, or {@link Phase#DEAD}
 * @param protocolType "" when there is none
 * @param protocol likewise; known while the group is stable
 * @param members their subscriptions are empty unless the group is stable
 */
public record DescribeResult(
        GroupError error,
        String state,
        String protocolType,
        String protocol,
        List<MemberValue> members) {
    public DescribeResult {
        members = List.copyOf(members);
    }

    static DescribeResult failed(GroupError error) {
        return new DescribeResult(error, "", "", "", List.of());
    }

    static DescribeResult dead() {
        return new DescribeResult(GroupError.GROUP_ID_NOT_FOUND, Phase.DEAD, "", "", List.of());
    }
}
