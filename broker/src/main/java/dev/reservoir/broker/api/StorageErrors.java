package dev.reservoir.broker.api;

import dev.reservoir.log.StorageException;

import org.apache.kafka.common.protocol.Errors;

/** The error code a storage failure becomes. */
final class StorageErrors {
    private StorageErrors() {}

    static Errors of(StorageException failure) {
        return switch (failure.kind()) {
            case FULL, FAILED, READ_ONLY, OFFLINE -> Errors.KAFKA_STORAGE_ERROR;
            case CORRUPT -> Errors.CORRUPT_MESSAGE;
            case FENCED -> Errors.NOT_LEADER_OR_FOLLOWER;
            case BUSY -> Errors.REQUEST_TIMED_OUT;
        };
    }
}
