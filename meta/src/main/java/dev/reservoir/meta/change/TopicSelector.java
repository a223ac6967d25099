package dev.reservoir.meta.change;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** A topic named by name or by id; one of the two is null. */
public record TopicSelector(@Nullable String name, @Nullable UUID id) {}
