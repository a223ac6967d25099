package dev.reservoir.coord.group;

import java.util.List;

/**
 * @param error of the request as a whole
 * @param members one for each in the request, in its order; empty with an error
 */
public record LeaveResult(GroupError error, List<Left> members) {

    /** What became of one. */
    public record Left(Identity who, GroupError error) {}

    public LeaveResult {
        members = List.copyOf(members);
    }
}
