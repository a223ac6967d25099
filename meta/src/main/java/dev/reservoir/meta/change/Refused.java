package dev.reservoir.meta.change;

import org.jspecify.annotations.Nullable;

/** One part of a command cannot be done; caught where that part began. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    Refused(MetadataError error, @Nullable String message) {
        super(message, null, false, false);
        this.outcome = new Outcome(error, message);
    }

    Outcome outcome() {
        return outcome;
    }
}
