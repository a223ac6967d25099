package dev.reservoir.coord.group;

import dev.reservoir.coord.record.Blob;

/**
 * A way to share work that a member offers, such as an assignor.
 *
 * @param metadata what the member has to say for it; for consumers its subscription
 */
public record Protocol(String name, Blob metadata) {}
