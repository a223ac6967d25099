package dev.reservoir.log;

/**
 * Storage refused or failed. The message is a whole sentence for the user: what happened, which
 * limit or file, and what to do.
 */
public final class StorageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What a caller can do about it. */
    public enum Kind {
        /** The disk is full: nothing was taken; other operations go on. */
        FULL,
        /**
         * The journal or the store failed: all writing has stopped until the operator acts; reads
         * go on.
         */
        FAILED,
        /** This partition was hit by corruption and takes no writes. */
        READ_ONLY,
        /** This partition cannot be served at all. */
        OFFLINE,
        /** Another, newer leader owns the partition. */
        FENCED,
        /** Back-pressure did not let go in the time the caller gave; nothing was taken. */
        BUSY,
        /** The stored bytes at the place asked for are corrupt. */
        CORRUPT
    }

    private final Kind kind;

    public StorageException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public StorageException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
