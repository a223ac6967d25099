package dev.reservoir.coord.group;

import java.util.Set;

/**
 * @param subscribed topics of the request whose offsets stay, for the group reads them
 */
public record DeleteOffsetsResult(GroupError error, Set<String> subscribed) {}
