package dev.reservoir.coord.group;

import org.jspecify.annotations.Nullable;

/**
 * Who a request says it comes from.
 *
 * @param memberId "" for a member that has none yet
 * @param instanceId {@code group.instance.id} of a static member (KIP-345), else null
 */
public record Identity(String memberId, @Nullable String instanceId) {}
