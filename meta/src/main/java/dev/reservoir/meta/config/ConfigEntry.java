package dev.reservoir.meta.config;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A key with the value in force and all that could be, the strongest first.
 *
 * @param value null when there is none, and for a secret
 * @param readOnly whether only a restart with other settings changes it
 */
public record ConfigEntry(
        ConfigKey key,
        @Nullable String value,
        ConfigSource source,
        boolean readOnly,
        List<Candidate> candidates) {

    /** A value that holds where no stronger one does, under the name it was given. */
    public record Candidate(String name, @Nullable String value, ConfigSource source) {}
}
