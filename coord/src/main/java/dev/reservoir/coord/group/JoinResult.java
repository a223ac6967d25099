package dev.reservoir.coord.group;

import dev.reservoir.coord.record.Blob;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * @param memberId the member's id, perhaps a new one
 * @param generation {@link Generation#UNKNOWN} with an error
 * @param skipAssignment whether the leader keeps the assignment there is (KIP-814)
 * @param members for the leader, what all of them said for the protocol; empty for the others
 * @param inUse with INCONSISTENT_GROUP_PROTOCOL, what the group works by, for a person to read; ""
 *     otherwise
 */
public record JoinResult(
        GroupError error,
        String memberId,
        Generation generation,
        boolean skipAssignment,
        List<Joined> members,
        String inUse) {

    /** A member as its leader sees it. */
    public record Joined(String memberId, @Nullable String instanceId, Blob metadata) {}

    public JoinResult {
        members = List.copyOf(members);
    }

    JoinResult(
            GroupError error,
            String memberId,
            Generation generation,
            boolean skipAssignment,
            List<Joined> members) {
        this(error, memberId, generation, skipAssignment, members, "");
    }

    static JoinResult failed(GroupError error, String memberId) {
        return new JoinResult(error, memberId, Generation.UNKNOWN, false, List.of());
    }

    /** A member that offers nothing which all others know. */
    static JoinResult inconsistent(String memberId, String inUse) {
        return new JoinResult(
                GroupError.INCONSISTENT_GROUP_PROTOCOL,
                memberId,
                Generation.UNKNOWN,
                false,
                List.of(),
                inUse);
    }
}
