package dev.reservoir.coord.group;

import dev.reservoir.coord.runner.Refusal;

/** What can be wrong with a request, under the names of Kafka's error codes. */
public enum GroupError {
    NONE,
    UNKNOWN_SERVER_ERROR,
    COORDINATOR_LOAD_IN_PROGRESS,
    COORDINATOR_NOT_AVAILABLE,
    NOT_COORDINATOR,
    ILLEGAL_GENERATION,
    INCONSISTENT_GROUP_PROTOCOL,
    INVALID_GROUP_ID,
    UNKNOWN_MEMBER_ID,
    INVALID_SESSION_TIMEOUT,
    REBALANCE_IN_PROGRESS,
    OFFSET_METADATA_TOO_LARGE,
    NON_EMPTY_GROUP,
    GROUP_ID_NOT_FOUND,
    MEMBER_ID_REQUIRED,
    GROUP_MAX_SIZE_REACHED,
    INVALID_REQUEST,
    FENCED_INSTANCE_ID,
    GROUP_SUBSCRIBED_TO_TOPIC,
    UNSTABLE_OFFSET_COMMIT,
    INVALID_TXN_STATE;

    /** The error for a command that was not decided; clients try again on the first two. */
    static GroupError of(Refusal why) {
        return switch (why) {
            case LOADING -> COORDINATOR_LOAD_IN_PROGRESS;
            case UNAVAILABLE -> COORDINATOR_NOT_AVAILABLE;
            case FAILED -> UNKNOWN_SERVER_ERROR;
        };
    }
}
