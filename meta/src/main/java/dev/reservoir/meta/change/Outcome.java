package dev.reservoir.meta.change;

import org.jspecify.annotations.Nullable;

/**
 * How one part of a command ended.
 *
 * @param message what is wrong, null when nothing is or Kafka says no more than the code
 */
public record Outcome(MetadataError error, @Nullable String message) {
    public static final Outcome OK = new Outcome(MetadataError.NONE, null);

    public boolean ok() {
        return error == MetadataError.NONE;
    }
}
