package dev.reservoir.log.local;

import org.jspecify.annotations.Nullable;

/** What a journal entry does to its partition. */
enum EntryKind {
    /** Payload: record batches from the entry's base offset up to its next offset. */
    APPEND(1),
    /** No payload; the log starts at the entry's base offset. */
    TRIM(2),
    /** No payload; the partition is gone. */
    DELETE(3),
    /** Payload: a {@link Replacement}; compacted batches stand for the entry's offsets. */
    REPLACE(4);

    private final int code;

    EntryKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static @Nullable EntryKind of(int code) {
        return switch (code) {
            case 1 -> APPEND;
            case 2 -> TRIM;
            case 3 -> DELETE;
            case 4 -> REPLACE;
            default -> null;
        };
    }
}
