package dev.reservoir.broker.api;

import dev.reservoir.meta.change.MetadataError;
import dev.reservoir.meta.change.Outcome;

import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** Kafka's code and message for the outcome of a change of metadata. */
final class MetadataErrors {
    private MetadataErrors() {}

    static short code(Outcome outcome) {
        return of(outcome.error()).code();
    }

    /** The message, or the code's own where there is none; null for success. */
    static @Nullable String message(Outcome outcome) {
        return outcome.ok() || outcome.message() != null
                ? outcome.message()
                : of(outcome.error()).message();
    }

    static Errors of(MetadataError error) {
        return Errors.valueOf(error.name());
    }
}
