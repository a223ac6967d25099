package dev.reservoir.coord.group;

import dev.reservoir.coord.record.Blob;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * @param memberId the member's id, perhaps a new one
 * @param generation {@link Generation#UNKNOWN} with an error
 * @param skipAssignment whether the leader keeps the assignment there is (KIP-814)
 * @param members for the leader, what all of them said for the protocol; empty for the others
 */
public record JoinResult(
        GroupError error,
        String memberId,
        Generation generation,
        boolean skipAssignment,
        List<Joined> members) {

    /** A member as its leader sees it. */
    public record Joined(String memberId, @Nullable String instanceId, Blob metadata) {}

    public JoinResult {
        members = List.copyOf(members);
    }

    static JoinResult failed(GroupError error, String memberId) {
        return new JoinResult(error, memberId, Generation.UNKNOWN, false, List.of());
    }
}
