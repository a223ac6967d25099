package dev.reservoir.broker.api;

import dev.reservoir.coord.group.GroupError;

import org.apache.kafka.common.protocol.Errors;

/** The coordinator's errors under their Kafka codes: the names are the same. */
final class GroupErrors {
    private GroupErrors() {}

    static Errors of(GroupError error) {
        return Errors.valueOf(error.name());
    }

    static short code(GroupError error) {
        return of(error).code();
    }
}
