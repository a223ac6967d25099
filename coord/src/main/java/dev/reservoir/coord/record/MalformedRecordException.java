package dev.reservoir.coord.record;

/** The bytes are no record of the version they claim. The message says what was found. */
public final class MalformedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedRecordException(String message) {
        super(message);
    }
}
