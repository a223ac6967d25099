package dev.reservoir.coord.group;

import dev.reservoir.coord.record.Blob;

import org.jspecify.annotations.Nullable;

/**
 * @param protocolType null with an error
 * @param protocol null with an error
 */
public record SyncResult(
        GroupError error,
        @Nullable String protocolType,
        @Nullable String protocol,
        Blob assignment) {

    static SyncResult failed(GroupError error) {
        return new SyncResult(error, null, null, Blob.EMPTY);
    }

    static SyncResult given(Generation generation, Blob assignment) {
        return new SyncResult(
                GroupError.NONE, generation.protocolType(), generation.protocol(), assignment);
    }
}
