package dev.reservoir.meta.change;

import dev.reservoir.meta.ConfigResource;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Changes to the configs of one resource, made together or not at all. */
public record ConfigChange(ConfigResource resource, List<Step> steps) {
    public ConfigChange {
        steps = List.copyOf(steps);
    }

    /** What is done to one key. */
    public enum Op {
        SET,
        DELETE,
        /** Adds to a list what is not in it. */
        APPEND,
        /** Takes from a list what is in it. */
        SUBTRACT
    }

    /**
     * A change of one key.
     *
     * @param value null for {@link Op#DELETE}
     */
    public record Step(String key, Op op, @Nullable String value) {}
}
