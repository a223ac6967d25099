package dev.reservoir.coord.group;

import java.util.Collections;
import java.util.List;

/**
 * @param offsets one for each in the request, in its order
 */
public record CommitResult(List<GroupError> offsets) {
    public CommitResult {
        offsets = List.copyOf(offsets);
    }

    static CommitResult failed(GroupError error, int count) {
        return new CommitResult(Collections.nCopies(count, error));
    }
}
