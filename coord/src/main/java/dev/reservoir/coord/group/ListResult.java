package dev.reservoir.coord.group;

import java.util.List;

/** The groups of one shard. */
public record ListResult(GroupError error, List<Listed> groups) {

    /**
     * @param type {@code classic}
     */
    public record Listed(String groupId, String protocolType, String state, String type) {}

    public ListResult {
        groups = List.copyOf(groups);
    }
}
